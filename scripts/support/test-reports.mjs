// What a test runner found, as `npm test` adds it up and repeats it in its last lines.

/**
 * @typedef {object} Report
 * @property {number} passed with those that passed only at the second try
 * @property {number} failed
 * @property {number} skipped
 * @property {string[]} failures a line or more for each failed test: its file, its name and what was expected
 * @property {string[]} secondTries the same for each test that failed at first and passed then
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

/** A failure as the last lines show it: where it was, and the beginning of its message. */
export const failure = (where, message) => [where, beginning(message)].filter(Boolean).join("\n");

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
  const tests = json.suites
    .flatMap((suite) => specsOf(suite, [suite.title]))
    .flatMap(({ spec, title }) =>
      spec.tests.map(({ projectName, results, status }) => ({
        status,
        text: failure(`[${projectName}] ${title}`, results.find((result) => result.error)?.error.message),
      })),
    );
  const those = (wanted) => tests.filter(({ status }) => status === wanted).map(({ text }) => text);
  const { expected, flaky, unexpected, skipped } = json.stats;
  return {
    passed: expected + flaky,
    failed: unexpected,
    skipped,
    failures: those("unexpected"),
    secondTries: those("flaky"),
  };
}
