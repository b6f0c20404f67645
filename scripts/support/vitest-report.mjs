// A reporter for Vitest: what ran, what failed, and what passed only at the second try, as a `Report` (test-reports.mjs) in the
// file that TEST_REPORT names. The JSON that Vitest itself writes does not say which tests had a second try.
import { writeFileSync } from "node:fs";
import { failure } from "./test-reports.mjs";

/** What the first of the errors says. */
const message = (errors) => errors[0]?.stack ?? errors[0]?.message;

/** @returns {import("./test-reports.mjs").Report} */
function reportOf(modules, unhandledErrors) {
  const report = { passed: 0, failed: 0, skipped: 0, failures: [], secondTries: [] };
  for (const file of modules) {
    // A file that cannot be read and a hook that fails have errors of their own, and perhaps no failed test.
    for (const part of [file, ...file.children.allSuites()]) {
      const errors = part.errors();
      const name = [file.relativeModuleId, part.fullName].filter(Boolean).join(" > ");
      if (errors.length > 0) report.failures.push(failure(name, message(errors)));
    }
    for (const test of file.children.allTests()) {
      const { state, errors } = test.result();
      if (state === "passed") report.passed += 1;
      else if (state === "failed") report.failed += 1;
      else report.skipped += 1;
      // The errors of a test that passed are those of its first try.
      const text = failure(`${file.relativeModuleId} > ${test.fullName}`, message(errors ?? []));
      if (state === "failed") report.failures.push(text);
      if (test.diagnostic()?.flaky) report.secondTries.push(text);
    }
  }
  for (const error of unhandledErrors) report.failures.push(failure("outside any test", message([error])));
  return report;
}

export default class ReportToFile {
  onTestRunEnd(modules, unhandledErrors) {
    writeFileSync(process.env.TEST_REPORT, JSON.stringify(reportOf(modules, unhandledErrors)));
  }
}
