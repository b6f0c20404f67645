import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";
import { root } from "./processes.mjs";
import type { Report } from "./test-reports.mjs";

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "browser-phone-report-"));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

/** Runs these files with Vitest as `npm test` does, and reads the report. */
async function reportOf(files: Record<string, string>): Promise<Report> {
  const report = join(folder, "report.json");
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  await promisify(execFile)(
    process.execPath,
    [
      join(root, "node_modules/vitest/vitest.mjs"),
      "run",
      `--root=${folder}`,
      // The folder has no packages to import from.
      "--globals",
      `--reporter=${join(root, "scripts/support/vitest-report.mjs")}`,
      "--retry=1",
    ],
    { cwd: folder, env: { ...process.env, TEST_REPORT: report } },
  ).catch(() => "a test failed, as it should");
  return JSON.parse(await readFile(report, "utf8"));
}

it("names what failed at both tries and what passed at the second, also where no test is to blame", async () => {
  const report = await reportOf({
    "names.test.mjs": `
      let tries = 0;
      describe("names", () => {
        it("are kept", () => {});
        it("are trimmed", () => expect("a ").toBe("a"));
        it("are found", () => expect((tries += 1)).toBe(2));
        it.skip("are long", () => {});
      });`,
    "away.test.mjs": `import "./nowhere.mjs";`,
    "hook.test.mjs": `
      describe("a hook", () => {
        beforeAll(() => { throw new Error("No database"); });
        it("is needed", () => {});
      });`,
  });
  const first = (lines: string[]) => lines.map((line) => line.split("\n").slice(0, 2).join("|")).sort();
  expect(report).toMatchObject({ passed: 2, failed: 1, skipped: 2 });
  expect(first(report.failures)).toEqual([
    expect.stringMatching(/^away\.test\.mjs\| {4}Error: .*nowhere\.mjs/),
    "hook.test.mjs > a hook|    Error: No database",
    "names.test.mjs > names > are trimmed|    AssertionError: expected 'a ' to be 'a' // Object.is equality",
  ]);
  expect(first(report.secondTries)).toEqual([
    "names.test.mjs > names > are found|    AssertionError: expected 1 to be 2 // Object.is equality",
  ]);
});
