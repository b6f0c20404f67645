// Measures the product beside a bare page with the same SDK, in one run: `npm run bench [-- PART … --quick]`. What the
// figures mean is in docs/performance.md.
import { readFileSync, writeFileSync } from "node:fs";
import type { Browser } from "@playwright/test";
import { type BenchOptions, type PartName, readArguments } from "./arguments";
import { launch } from "./browser/launch";
import { benchBytes } from "./bytes";
import { benchCalls } from "./calls";
import { benchChanges } from "./changes";
import { benchGateway } from "./gateway/gateway";
import { runGrowth } from "./growth/run";
import { growthTable } from "./growth/table";
import { benchIdle } from "./idle";
import { benchOpen } from "./open";
import { fillDocument } from "./report/document";
import { machineFacts } from "./report/machine";
import type { PartReport } from "./report/row";
import { type Run, readRun, runSections, runText } from "./report/run";
import { reportServer } from "./server/report";
import { type Subjects, startSubjects } from "./subjects/start";
import { benchTab } from "./tab/tab";

type Part = (options: BenchOptions) => Promise<PartReport>;

/** Each part starts what it measures anew, so that its figures do not depend on which parts ran before. */
const parts: Record<PartName, Part> = {
  calls: (options) => inBrowser(options, ({ browser, all }) => benchCalls(browser, all, options.times)),
  open: (options) => inBrowser(options, ({ all }) => benchOpen(all, options.times)),
  bytes: (options) => inBrowser(options, ({ browser, all }) => benchBytes(browser, all)),
  idle: (options) => inBrowser(options, ({ browser, all }) => benchIdle(browser, all, options.quick)),
  tab: (options) => inBrowser(options, ({ browser, all }) => benchTab(browser, all, options.quick)),
  server: ({ quick }) => reportServer(quick),
  changes: ({ quick }) => benchChanges(quick),
  growth: async ({ quick }) => {
    const figures = await runGrowth(quick);
    return { rows: [], table: growthTable(figures), more: figures };
  },
  gateway: ({ quick }) => benchGateway(quick),
};

/** Runs a part with everything that is measured running, and a browser. */
async function inBrowser(
  { also, postgresql }: BenchOptions,
  run: (running: Subjects & { browser: Browser }) => Promise<PartReport>,
): Promise<PartReport> {
  const subjects = await startSubjects(also, postgresql);
  const { browser, close } = await launch();
  try {
    return await run({ ...subjects, browser });
  } finally {
    await close();
    await subjects.stop();
  }
}

async function measure(options: BenchOptions): Promise<Run> {
  const run: Run = { machine: machineFacts(), options, reports: {} };
  for (const name of options.parts) {
    console.error(`${name} …`);
    try {
      run.reports[name] = await parts[name](options);
    } catch (error) {
      // The other parts have taken long: their figures are not thrown away.
      console.error(error);
      process.exitCode = 1;
    }
    writeFileSync(options.json, `${JSON.stringify(run, null, 2)}\n`);
  }
  return run;
}

async function main(): Promise<void> {
  const options = readArguments(process.argv.slice(2));
  const { from, into, json } = options;
  const run = from ? readRun(readFileSync(from, "utf8")) : await measure(options);
  console.log(`\n${runText(run)}`);
  if (into) writeFileSync(into, fillDocument(readFileSync(into, "utf8"), runSections(run)));
  if (!from) console.log(`All figures are in ${json}.`);
}

// An ended process runs its "exit" listeners, which end what it has started.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(130));

await main();
