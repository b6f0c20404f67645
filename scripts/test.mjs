// `npm test`: lint, types, unit, integration and end-to-end tests, and one closing line.
//
//   node scripts/test.mjs [--soak] [unit | e2e | firefox [arguments of the test runner …]]
//
// `unit` and `e2e` run that part alone: `npm run test:unit lib/phone`, `npm run test:e2e history`. `firefox` runs the specs of
// the product in an installed Firefox; it is no part of the whole, since not every machine has one.
// With --soak the tests that have a long form (fuzzing, load, races) run it.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureBuilt } from "./support/ensure-built.mjs";
import { ensureChromium } from "./support/ensure-chromium.mjs";
import { ensureInstalled } from "./support/ensure-installed.mjs";
import { findFirefox } from "./support/find-firefox.mjs";
import { root, run } from "./support/processes.mjs";
import { tasks } from "./support/tasks.mjs";
import { readPlaywright } from "./support/test-reports.mjs";

const soak = process.argv.includes("--soak");
/** As in the browser tests, a second try is named and counted. The long form allows none. */
const tries = soak ? [] : ["--retry=1"];
const [part, ...extra] = process.argv.slice(2).filter((argument) => argument !== "--soak");

/** What is told again at the end: where it happened may be an hour up the page. */
const totals = { passed: 0, failed: 0, skipped: 0, failures: [], secondTries: [] };
const reports = mkdtempSync(join(tmpdir(), "browser-phone-reports-"));
const bin = (path) => join(root, "node_modules", path);

function heading(text) {
  console.log(`\n== ${text}`);
}

/** Runs a task of which each command is one check: it passed or it failed. */
async function check({ commands }) {
  for (const { title, args } of commands) {
    heading(title);
    const code = await run(process.execPath, args);
    totals[code === 0 ? "passed" : "failed"] += 1;
    if (code !== 0) totals.failures.push(title);
  }
}

/**
 * Runs a test runner and adds what its JSON report counts. A runner that fails with no failed test counts as one.
 * @param {string} report where the runner writes it
 * @param {(json: any) => import("./support/test-reports.mjs").Report} read
 * @returns {Promise<boolean>} whether any test ran
 */
async function runTests(name, args, env, report, read) {
  heading(name);
  const code = await run(process.execPath, args, { env: { ...process.env, ...env } });
  let counted = { passed: 0, failed: 0, skipped: 0, failures: [], secondTries: [] };
  try {
    counted = read(JSON.parse(readFileSync(report, "utf8")));
  } catch {
    console.error(`${name}: no report was written.`);
  }
  if (code !== 0 && counted.failed === 0) counted.failed = 1;
  if (code !== 0 && counted.failures.length === 0) counted.failures = [`${name}: it ended with ${code}`];
  for (const key of ["passed", "failed", "skipped"]) totals[key] += counted[key];
  for (const key of ["failures", "secondTries"]) totals[key].push(...counted[key]);
  return counted.passed + counted.failed > 0;
}

function vitest(name, extraArgs, env) {
  const report = join(reports, `${name.replaceAll(" ", "-")}.json`);
  const args = [
    bin("vitest/vitest.mjs"),
    "run",
    "--reporter=default",
    `--reporter=${join(root, "scripts/support/vitest-report.mjs")}`,
    ...extraArgs,
  ];
  return runTests(name, args, { ...env, TEST_REPORT: report }, report, (counted) => counted);
}

function playwright(name, config, extraArgs, env) {
  const report = join(reports, `${name.replaceAll(" ", "-")}.json`);
  const args = [bin("@playwright/test/cli.js"), "test", "-c", config, "--reporter=list,json", ...extraArgs];
  return runTests(name, args, { ...env, PLAYWRIGHT_JSON_OUTPUT_NAME: report }, report, readPlaywright);
}

/** Both Playwright suites, on the production build. `filter`: Playwright's own arguments, such as a spec's name. */
async function endToEnd(env, filter = []) {
  heading("Production build");
  await ensureBuilt();
  totals.passed += 1;
  // A filter asks for some tests, and these are none.
  if (filter.length === 0) {
    await check(tasks.functions);
    await vitest("A server of one's own", ["--project=built", ...tries], env);
  }
  // A name may well be in one suite only; in neither it is a mistake.
  const extraArgs = filter.length > 0 ? [...filter, "--pass-with-no-tests"] : [];
  const ranGateway = await playwright(
    "Gateway in a browser",
    "e2e/gateway/playwright.config.ts",
    extraArgs,
    env,
  );
  const ranPhone = await playwright("End to end", "e2e/playwright.config.ts", extraArgs, env);
  if (!ranGateway && !ranPhone) throw new Error(`No end-to-end test matches ${filter.join(" ")}.`);
}

/** The specs of the product in Firefox, on the production build. `filter`: as in `endToEnd`. */
async function inFirefox(env, filter) {
  const FIREFOX_PATH = findFirefox();
  heading("Production build");
  await ensureBuilt();
  await playwright("Firefox", "e2e/firefox/playwright.config.ts", filter, { ...env, FIREFOX_PATH });
}

const parts = ["unit", "e2e", "firefox"];

async function main() {
  if (part !== undefined && !parts.includes(part)) {
    throw new Error(
      `There is no part "${part}". There are: ${parts.join(", ")}; without one all but firefox run.`,
    );
  }
  await ensureInstalled();
  const env = { NEXT_TELEMETRY_DISABLED: "1", ...(soak ? { SOAK: "1" } : {}) };
  // The test of the gateway's load measures time: it is no unit test, and a part of the whole only.
  if (part === "unit") {
    await vitest("Unit and integration tests", ["--project=unit", "--project=voice", ...extra], env);
    return;
  }
  if (part === "firefox") return inFirefox(env, extra);
  env.CHROMIUM_PATH = await ensureChromium();
  if (part === "e2e") return endToEnd(env, extra);
  await check(tasks.lint);
  await check(tasks.typecheck);
  const projects = ["--project=unit", "--project=voice", "--project=load"];
  await vitest("Unit and integration tests", [...projects, ...tries], env);
  await endToEnd(env);
}

try {
  await main();
} catch (error) {
  console.error(`\n${error.message}`);
  totals.failed += 1;
  totals.failures.push(error.message);
}
rmSync(reports, { recursive: true, force: true });

/** Prints lines under a heading, if there are any. */
function tell(title, lines) {
  if (lines.length > 0) console.log(`\n== ${title}\n${lines.join("\n")}`);
}
tell("What passed only at the second try", totals.secondTries);
tell("What failed", totals.failures);
const skipped = totals.skipped > 0 ? `, ${totals.skipped} skipped` : "";
const retried = totals.secondTries.length;
const secondTry = retried > 0 ? `, ${retried} of them at the second try` : "";
console.log(`\n${totals.passed} passed, ${totals.failed} failed${skipped}${secondTry}`);
process.exitCode = totals.failed > 0 ? 1 : 0;
