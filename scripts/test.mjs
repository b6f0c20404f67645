// `npm test`: lint, types, unit, integration and end-to-end tests, and one closing line.
// With --soak the tests that have a long form (fuzzing, load, races) run it.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureBuilt } from "./support/build.mjs";
import { ensureChromium } from "./support/chromium.mjs";
import { ensureInstalled } from "./support/install.mjs";
import { root, run } from "./support/run.mjs";

const totals = { passed: 0, failed: 0, skipped: 0, secondTry: 0 };
const reports = mkdtempSync(join(tmpdir(), "browser-phone-reports-"));
const bin = (path) => join(root, "node_modules", path);

function heading(text) {
  console.log(`\n== ${text}`);
}

/** A step that is one check: it passed or it failed. */
async function check(name, args) {
  heading(name);
  const code = await run(process.execPath, args);
  totals[code === 0 ? "passed" : "failed"] += 1;
  return code === 0;
}

/** A runner whose tests are counted from its JSON report. A runner that fails with no failed test counts as one. */
async function runTests(name, args, env, count) {
  heading(name);
  const code = await run(process.execPath, args, { env: { ...process.env, ...env } });
  let counted = { passed: 0, failed: 0, skipped: 0, secondTry: 0 };
  try {
    counted = count();
  } catch {
    console.error(`${name}: no report was written.`);
  }
  if (code !== 0 && counted.failed === 0) counted.failed = 1;
  for (const key of Object.keys(totals)) totals[key] += counted[key];
}

function vitest(env) {
  const report = join(reports, "vitest.json");
  const args = [
    bin("vitest/vitest.mjs"),
    "run",
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${report}`,
  ];
  return runTests("Unit and integration tests", args, env, () => {
    const json = JSON.parse(readFileSync(report, "utf8"));
    return {
      passed: json.numPassedTests,
      failed: json.numFailedTests,
      skipped: json.numPendingTests + json.numTodoTests,
      secondTry: 0,
    };
  });
}

function playwright(name, config, env) {
  const report = join(reports, `${name.replaceAll(" ", "-")}.json`);
  const args = [bin("@playwright/test/cli.js"), "test", "-c", config, "--reporter=list,json"];
  return runTests(name, args, { ...env, PLAYWRIGHT_JSON_OUTPUT_NAME: report }, () => {
    const { stats } = JSON.parse(readFileSync(report, "utf8"));
    const { expected, flaky, unexpected, skipped } = stats;
    return { passed: expected + flaky, failed: unexpected, skipped, secondTry: flaky };
  });
}

async function main() {
  await ensureInstalled();
  const env = { CHROMIUM_PATH: await ensureChromium(), NEXT_TELEMETRY_DISABLED: "1" };
  if (process.argv.includes("--soak")) env.SOAK = "1";

  await check("Lint", [bin("@biomejs/biome/bin/biome"), "check", "."]);
  await check("Route types", [bin("next/dist/bin/next"), "typegen"]);
  await check("Types", [bin("typescript/bin/tsc"), "--noEmit", "-p", "."]);
  await vitest(env);
  heading("Production build");
  await ensureBuilt();
  totals.passed += 1;
  await playwright("Gateway in a browser", "e2e/gateway/playwright.config.ts", env);
  await playwright("End to end", "e2e/playwright.config.ts", env);
}

try {
  await main();
} catch (error) {
  console.error(`\n${error.message}`);
  totals.failed += 1;
}
rmSync(reports, { recursive: true, force: true });
const skipped = totals.skipped > 0 ? `, ${totals.skipped} skipped` : "";
const secondTry = totals.secondTry > 0 ? `, ${totals.secondTry} of them at the second try` : "";
console.log(`\n${totals.passed} passed, ${totals.failed} failed${skipped}${secondTry}`);
process.exitCode = totals.failed > 0 ? 1 : 0;
