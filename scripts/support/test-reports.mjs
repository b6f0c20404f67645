// What the reports of the test runners say, as `npm test` adds it up and repeats it in its last lines.

/**
 * @typedef {object} Report
 * @property {number} passed with those that needed a second try
 * @property {number} failed
 * @property {number} skipped
 * @property {number} secondTry those of the passed ones that failed at first
 * @property {string[]} failures a line or more for each failed test: its file, its name and what was expected
 */

/** Terminals are told colours by these characters; the last lines are to be read in a file too. */
const colours = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, "g");

/** The first lines of a message: the rest, the place and the code around it, stand where the test ran. */
function beginning(message = "") {
  return message
    .replaceAll(colours, "")
    .split("\n")
    .filter((line) => line.trim() !== "")
    .slice(0, 6)
    .map((line) => `    ${line.trimEnd()}`)
    .join("\n");
}

const failure = (where, message) => [where, beginning(message)].filter(Boolean).join("\n");

/**
 * Reads the JSON report of Vitest.
 * @param {any} json @param {string} root of the project, to name files from there
 * @returns {Report}
 */
export function readVitest(json, root) {
  const failures = json.testResults.flatMap((file) => {
    const name = file.name.replace(`${root}/`, "");
    const failed = file.assertionResults.filter((test) => test.status === "failed");
    // A file that cannot be read, or whose setup fails, has a message of its own and no failed test.
    if (failed.length === 0) return file.status === "failed" ? [failure(name, file.message)] : [];
    return failed.map((test) => failure(`${name} > ${test.fullName}`, test.failureMessages[0]));
  });
  return {
    passed: json.numPassedTests,
    failed: json.numFailedTests,
    skipped: json.numPendingTests + json.numTodoTests,
    secondTry: 0,
    failures,
  };
}

/** Every spec of a suite and of those inside it, with the titles that lead there. */
function specsOf(suite, titles = []) {
  const here = suite.specs.map((spec) => ({ spec, title: [...titles, spec.title].join(" > ") }));
  return [...here, ...(suite.suites ?? []).flatMap((inner) => specsOf(inner, [...titles, inner.title]))];
}

/**
 * Reads the JSON report of Playwright.
 * @param {any} json
 * @returns {Report}
 */
export function readPlaywright(json) {
  const { expected, flaky, unexpected, skipped } = json.stats;
  const failures = json.suites
    .flatMap((suite) => specsOf(suite, [suite.title]))
    .flatMap(({ spec, title }) =>
      spec.tests
        .filter((test) => test.status === "unexpected")
        .map((test) =>
          failure(
            `[${test.projectName}] ${title}`,
            test.results.find((result) => result.error)?.error.message,
          ),
        ),
    );
  return { passed: expected + flaky, failed: unexpected, skipped, secondTry: flaky, failures };
}
