import { expect, it } from "vitest";
import { type Run, readRun, runText } from "./run";

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

it("says on what it was measured, and has a table of each part", () => {
  expect(runText(run).split("\n")).toEqual([
    "Measured on 2026-11-26, 2 cores (Some Processor), load 0.1 at the start, Node.js v20.20.2, on PostgreSQL.",
    "",
    "**open**",
    "",
    "| step | ours | difference | target | met? |",
    "| --- | ---: | ---: | ---: | ---: |",
    "| open | 5 ms | – | – | – |",
    "",
    "(15 times each)",
    "",
    "**growth**",
    "",
    "| people |",
    "| ---: |",
    "| 100 |",
    "",
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
