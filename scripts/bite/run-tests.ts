import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { join, relative } from "node:path";
import type { Control, DatabaseName } from "./rows/row";

/** A test that ran. */
export interface RanTest {
  /** Relative to the project. */
  readonly file: string;
  /** With the titles of the groups that it is in. */
  readonly title: string;
}

/** What a run of tests showed. */
export interface TestRun {
  readonly passed: readonly RanTest[];
  readonly failed: readonly RanTest[];
  /** Why the run says nothing: it did not end in time, or a file could not be loaded. */
  readonly broken: string | undefined;
}

/** How to run tests: which files, which of their tests, and on which database. */
export interface TestSelection {
  readonly files: readonly string[];
  readonly title?: string | undefined;
  /** Undefined: on each that there is. */
  readonly database?: DatabaseName | undefined;
  /** End at the first test that fails. */
  readonly firstOnly: boolean;
}

/** The part of Vitest's JSON report that is read. */
interface Report {
  testResults: {
    name: string;
    message: string;
    assertionResults: { fullName: string; status: string }[];
  }[];
}

/** How long (ms) a test file may take. A test that hangs fails by itself; this is for a process that is blocked. */
const limitMs = 10 * 60_000;

const running = new Set<ChildProcess>();

/** Ends the test runners that are running. */
export function stopTests(): void {
  for (const child of running) kill(child);
}

/** Ends a test runner and all that its tests have started: it leads a process group, except on Windows. */
function kill(child: ChildProcess): void {
  if (child.pid === undefined) return;
  if (process.platform === "win32") child.kill("SIGKILL");
  else process.kill(-child.pid, "SIGKILL");
}

/** Runs tests of the project at `root`. */
export async function runTests(root: string, selection: TestSelection): Promise<TestRun> {
  const { files, title, database, firstOnly } = selection;
  const report = join(root, "bite-report.json");
  rmSync(report, { force: true });
  const args = [
    join(root, "node_modules/vitest/vitest.mjs"),
    "run",
    "--reporter=json",
    `--outputFile=${report}`,
    // Keeps what Vite has made of each file, so that a run begins with one changed file and not with all of them.
    "--experimental.fsModuleCache=true",
    ...(firstOnly ? ["--bail=1"] : []),
    ...(title === undefined ? [] : ["-t", title.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")]),
    ...files,
  ];
  const env = { ...process.env, TEST_DATABASE: database ?? "" };
  const ended = await runNode(args, { cwd: root, env, limit: limitMs * files.length });
  try {
    const run = readReport(root, JSON.parse(readFileSync(report, "utf8")) as Report);
    const isRed = ended.code !== 0 && run.passed.length > 0;
    const isQuiet = isRed && run.failed.length === 0 && run.broken === undefined;
    // Vitest's report does not have the errors that no test caught. They make the run red all the same.
    return isQuiet ? { ...run, failed: [{ file: "", title: "an error that no test caught" }] } : run;
  } catch {
    return { passed: [], failed: [], broken: `the test runner ended with ${ended.code}: ${ended.output}` };
  }
}

function readReport(root: string, { testResults }: Report): TestRun {
  const tests = (status: string) =>
    testResults.flatMap(({ name, assertionResults }) =>
      assertionResults
        .filter((test) => test.status === status)
        .map(({ fullName }) => ({ file: relative(root, name).replaceAll("\\", "/"), title: fullName })),
    );
  const failed = tests("failed");
  const unloaded = testResults.find(({ message }) => message !== "");
  return {
    passed: tests("passed"),
    failed,
    broken: failed.length === 0 && unloaded ? `${unloaded.name}: ${unloaded.message}` : undefined,
  };
}

interface RunOptions {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** After how many milliseconds it is ended. */
  readonly limit: number;
}

/** Runs Node.js to its end. `code`: its exit code, or the signal that ended it. `output`: the end of what it printed. */
function runNode(
  args: string[],
  { cwd, env, limit }: RunOptions,
): Promise<{ code: number | string | null; output: string }> {
  return new Promise((resolve, reject) => {
    const detached = process.platform !== "win32";
    const child = spawn(process.execPath, args, { cwd, env, detached, stdio: ["ignore", "pipe", "pipe"] });
    running.add(child);
    let output = "";
    const keep = (chunk: Buffer) => {
      output = (output + String(chunk)).slice(-2_000);
    };
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    const timer = setTimeout(() => kill(child), limit);
    child.on("error", reject);
    child.on("close", (code, signal) => {
      clearTimeout(timer);
      running.delete(child);
      resolve({ code: signal ?? code, output: output.trim() });
    });
  });
}

/** The tests that should notice when a control is off. */
export function selectionOf({ test, title }: Control, database: DatabaseName | undefined): TestSelection {
  return { files: [test], title, database, firstOnly: true };
}
