import { median, percentile } from "./statistics";

/** What is measured: the bare page, the product, and the product's earlier version in another folder (`--also`). */
export const subjectNames = ["bare", "before", "ours"] as const;
export type SubjectName = (typeof subjectNames)[number];

/** The most that a figure of ours may be: so much, so much more than the bare one, or so many times the bare one. */
export type Target =
  | { readonly atMost: number }
  | { readonly overBare: number }
  | { readonly timesBare: number };

/** A figure, and the samples of which it is the median, if there were several. */
export interface Figure {
  readonly value: number;
  readonly p90?: number;
  readonly samples?: readonly number[];
}

/** One step of one part, measured on each subject. */
export interface Row {
  readonly step: string;
  /** Such as "ms", written behind each figure. */
  readonly unit: string;
  /** Digits after the point. */
  readonly digits?: number;
  readonly figures: Partial<Record<SubjectName, Figure>>;
  readonly target?: Target;
}

/** What one part of the bench found. */
export interface PartReport {
  readonly rows: readonly Row[];
  /** A table of its own, in Markdown, for what is no comparison with the bare page. */
  readonly table?: string;
  /** What a reader must know to read the rows. */
  readonly notes?: readonly string[];
  /** Further figures, for the JSON alone. */
  readonly more?: unknown;
}

/** The median of the samples, with their 90th percentile. */
export function figureOf(samples: readonly number[]): Figure {
  return { value: median(samples), p90: percentile(samples, 0.9), samples };
}

/** Whether ours meets the target; undefined where there is no target, or nothing to compare with. */
export function isMet({ figures: { bare, ours }, target }: Row): boolean | undefined {
  if (!target || !ours) return undefined;
  if ("atMost" in target) return ours.value <= target.atMost;
  if (!bare) return undefined;
  return ours.value <= ("overBare" in target ? bare.value + target.overBare : bare.value * target.timesBare);
}
