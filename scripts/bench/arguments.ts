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
}

/**
 * Reads `[PART …] [--quick] [--times N] [--json FILE] [--also FOLDER]`. Without a part, all run.
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
    },
  });
  const unknown = positionals.filter((name) => !isPart(name));
  if (unknown.length > 0) {
    throw new Error(`There is no part "${unknown[0]}". There are: ${partNames.join(", ")}.`);
  }
  const parts = partNames.filter((name) => positionals.length === 0 || positionals.includes(name));
  const times = Number(values.times ?? (values.quick ? 3 : 15));
  if (!Number.isInteger(times) || times < 1) throw new Error("--times must be a whole number from 1.");
  const also = values.also === undefined ? undefined : resolve(values.also);
  return { parts, quick: values.quick, times, json: resolve(values.json), also };
}

function isPart(name: string): name is PartName {
  return (partNames as readonly string[]).includes(name);
}
