import { resolve } from "node:path";
import { parseArgs } from "node:util";

/** The parts of the bench, in the order in which they run: the longest last. */
export const partNames = [
  "calls",
  "open",
  "bytes",
  "idle",
  "server",
  "changes",
  "growth",
  "gateway",
  "tab",
] as const;
export type PartName = (typeof partNames)[number];

export interface BenchOptions {
  readonly parts: readonly PartName[];
  /** Everything short: to see that it runs, and not to compare figures. */
  readonly quick: boolean;
  /** How often each step is measured. */
  readonly times: number;
  /** The file for all figures. */
  readonly json: string;
  /** Another checkout of the project, measured in the same run as "before". */
  readonly also: string | undefined;
  /** Whether the app keeps its data on the PostgreSQL server of this machine, and not in the embedded database. */
  readonly postgresql: boolean;
  /** The file of an earlier run, whose tables are printed. Nothing is measured then. */
  readonly from: string | undefined;
  /** A document in Markdown that gets the tables of the measured parts, between the marks of `report/document.ts`. */
  readonly into: string | undefined;
}

/**
 * Reads `[PART …] [--quick] [--times N] [--also FOLDER] [--postgresql] [--json FILE] [--from FILE] [--into FILE]`. Without a
 * part, all run.
 * @throws Error that says what is wrong
 */
export function readArguments(args: readonly string[]): BenchOptions {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      quick: { type: "boolean", default: false },
      times: { type: "string" },
      json: { type: "string", default: "bench.json" },
      also: { type: "string" },
      postgresql: { type: "boolean", default: false },
      from: { type: "string" },
      into: { type: "string" },
    },
  });
  const unknown = positionals.filter((name) => !isPart(name));
  if (unknown.length > 0) {
    throw new Error(`There is no part "${unknown[0]}". There are: ${partNames.join(", ")}.`);
  }
  const parts = partNames.filter((name) => positionals.length === 0 || positionals.includes(name));
  const times = Number(values.times ?? (values.quick ? 3 : 15));
  if (!Number.isInteger(times) || times < 1) throw new Error("--times must be a whole number from 1.");
  const path = (given: string | undefined) => (given === undefined ? undefined : resolve(given));
  return {
    parts,
    quick: values.quick,
    times,
    json: resolve(values.json),
    also: path(values.also),
    postgresql: values.postgresql,
    from: path(values.from),
    into: path(values.into),
  };
}

function isPart(name: string): name is PartName {
  return (partNames as readonly string[]).includes(name);
}
