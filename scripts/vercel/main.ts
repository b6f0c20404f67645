// `npm run functions`: says how large the functions on Vercel are and what is in them, and fails if one contains what none
// needs. It reads the traces of the last build. With --vercel it reads what `npx vercel build` has made (docs/vercel.md
// says how, without an account), and with --cold-start it also measures how soon each of these gives its first answer.
//
//   node --import tsx scripts/vercel/main.ts [--vercel] [--cold-start [--times N]]
import { lstatSync } from "node:fs";
import { parseArgs } from "node:util";
import { vercelExcludes } from "../../lib/vercel-excludes.mjs";
import { root } from "../support/processes.mjs";
import { builtFunctions, sizeOf } from "./built-functions";
import { measureColdStarts } from "./cold-start";
import { faultsOf } from "./forbidden";
import { readTraces, type Trace } from "./traces";

/** The package or the folder that a file counts to. */
function partOf(path: string): string {
  const packages = [...path.matchAll(/node_modules\/((?:@[^/]+\/)?[^/]+)/g)];
  return packages.at(-1)?.[1] ?? path.split("/").slice(0, 2).join("/");
}

function largestParts({ files }: Trace): [string, number][] {
  const sizes = new Map<string, number>();
  for (const [path, file] of files) {
    const part = partOf(path);
    sizes.set(part, (sizes.get(part) ?? 0) + lstatSync(file).size);
  }
  return [...sizes].sort(([, a], [, b]) => b - a).slice(0, 5);
}

const mb = (bytes: number) => `${(bytes / 1e6).toFixed(2)} MB`;

/** Prints each function, or trace, with its largest parts. Returns what is wrong. */
function checkSizes(all: readonly Trace[]): string[] {
  return all.flatMap((one) => {
    const size = sizeOf(one);
    const parts = largestParts(one).map(([part, bytes]) => `${part} ${mb(bytes)}`);
    console.log(`${one.name}: ${mb(size)} in ${one.files.size} files (${parts.join(", ")})`);
    return faultsOf(one, size);
  });
}

async function showColdStarts(times: number): Promise<void> {
  const { DATABASE_URL } = process.env;
  if (!DATABASE_URL)
    throw new Error("DATABASE_URL is not set: --cold-start asks a migrated PostgreSQL database.");
  console.log(`\nFirst answers of new processes, medians of ${times} (ms; processor time in brackets):`);
  for await (const one of measureColdStarts(root, DATABASE_URL, times)) {
    const [loaded, answered, processor] = [one.loaded, one.answered, one.processor].map(Math.round);
    console.log(`${one.title}: ${answered}, of which loading ${loaded} [${processor}]`);
  }
}

/** The options of the command line. Throws for one that there is not. */
function readOptions() {
  const { values } = parseArgs({
    options: {
      vercel: { type: "boolean" },
      "cold-start": { type: "boolean" },
      times: { type: "string", default: "10" },
    },
  });
  if (!/^[1-9]\d{0,2}$/.test(values.times)) throw new Error("--times must be a whole number from 1 to 999.");
  const coldStart = values["cold-start"] ?? false;
  return { coldStart, vercel: coldStart || values.vercel, times: Number(values.times) };
}

try {
  const { vercel, coldStart, times } = readOptions();
  const faults = checkSizes(vercel ? builtFunctions(root) : readTraces(root, vercelExcludes));
  for (const fault of faults) console.error(fault);
  if (faults.length > 0) process.exitCode = 1;
  if (coldStart) await showColdStarts(times);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
