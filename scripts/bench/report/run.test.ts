import { expect, it } from "vitest";
import { fillDocument } from "./document";
import { type Run, readRun, runSections, runText } from "./run";

const run: Run = {
  machine: {
    at: "2026-11-26T10:00:00.000Z",
    cores: 2,
    processor: "Some Processor",
    memoryGb: 24,
    loadAtStart: 0.1,
    node: "v20.20.2",
    platform: "linux x64",
  },
  options: { quick: false, postgresql: true },
  reports: {
    open: {
      rows: [{ step: "open", unit: "ms", figures: { ours: { value: 5 } } }],
      notes: ["15 times each"],
    },
    growth: { rows: [], table: "| people |\n| ---: |\n| 100 |" },
  },
};

it("says above the tables of each part on what it was measured, with the database if the options chose it", () => {
  expect(runText(run).split("\n")).toEqual([
    "**open**",
    "",
    "Measured on 2026-11-26, 2 cores (Some Processor), load 0.1 at the start, Node.js v20.20.2, on PostgreSQL.",
    "",
    "| step | ours | difference | target | met? |",
    "| --- | ---: | ---: | ---: | ---: |",
    "| open | 5 ms | – | – | – |",
    "",
    "(15 times each)",
    "",
    "**growth**",
    "",
    "Measured on 2026-11-26, 2 cores (Some Processor), load 0.1 at the start, Node.js v20.20.2.",
    "",
    "| people |",
    "| ---: |",
    "| 100 |",
    "",
  ]);
});

it("keeps in a document which run each part comes from", () => {
  const later: Run = {
    ...run,
    machine: { ...run.machine, at: "2026-12-01T10:00:00.000Z" },
    reports: { idle: { rows: [], table: "| idle |" } },
  };
  const empty = "<!-- bench: begin -->\n<!-- bench: end -->";
  const filled = fillDocument(fillDocument(empty, runSections(run)), runSections(later));
  const lines = filled.split("\n").filter((line) => /^\*\*|^Measured/.test(line));
  expect(lines.map((line) => line.slice(0, 22))).toEqual([
    "**open**",
    "Measured on 2026-11-26",
    "**idle**",
    "Measured on 2026-12-01",
    "**growth**",
    "Measured on 2026-11-26",
  ]);
});

it("warns of a quick run", () => {
  expect(runText({ ...run, options: { quick: true, postgresql: false } })).toContain("quick run");
});

it("comes back from its file as it was, with figures that could not be measured", () => {
  const failed: Run = {
    ...run,
    reports: { open: { rows: [{ step: "open", unit: "ms", figures: { ours: { value: Number.NaN } } }] } },
  };
  expect(readRun(JSON.stringify(failed))).toEqual(failed);
  expect(readRun(JSON.stringify(run))).toEqual(run);
});
