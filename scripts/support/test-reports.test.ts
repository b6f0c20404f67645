import { describe, expect, it } from "vitest";
import { readPlaywright, readVitest } from "./test-reports.mjs";

describe("readVitest", () => {
  const counts = { numPassedTests: 2, numFailedTests: 1, numPendingTests: 1, numTodoTests: 0 };

  it("names a failed test by its file and title, with the beginning of its message", () => {
    const report = readVitest(
      {
        ...counts,
        testResults: [
          {
            name: "/project/lib/names.test.ts",
            status: "failed",
            assertionResults: [
              { status: "passed", fullName: "names are kept", failureMessages: [] },
              {
                status: "failed",
                fullName: "names are trimmed",
                failureMessages: ["\u001b[31mexpected 'a ' to be 'a'\u001b[39m\n\n    at names.test.ts:3"],
              },
            ],
          },
        ],
      },
      "/project",
    );
    expect(report).toEqual({
      passed: 2,
      failed: 1,
      skipped: 1,
      secondTry: 0,
      failures: [
        "lib/names.test.ts > names are trimmed\n    expected 'a ' to be 'a'\n        at names.test.ts:3",
      ],
    });
  });

  it("names a file that could not be read", () => {
    const { failures } = readVitest(
      {
        ...counts,
        testResults: [
          {
            name: "/project/lib/away.test.ts",
            status: "failed",
            message: "No such file",
            assertionResults: [],
          },
        ],
      },
      "/project",
    );
    expect(failures).toEqual(["lib/away.test.ts\n    No such file"]);
  });
});

describe("readPlaywright", () => {
  const test = (status: string, message?: string) => ({
    projectName: "phone",
    status,
    results: message ? [{ error: { message } }] : [{}],
  });

  it("names what failed at both tries, and counts what passed at the second", () => {
    const report = readPlaywright({
      stats: { expected: 3, flaky: 1, unexpected: 2, skipped: 0 },
      suites: [
        {
          title: "calls.spec.ts",
          specs: [
            { title: "a call rings", tests: [test("expected")] },
            { title: "a call ends", tests: [test("unexpected", "Timeout")] },
            { title: "a call is heard", tests: [test("flaky", "Timeout")] },
          ],
          suites: [
            {
              title: "in Japanese",
              specs: [{ title: "a call rings", tests: [test("unexpected", "No bell")] }],
            },
          ],
        },
      ],
    });
    expect(report).toEqual({
      passed: 4,
      failed: 2,
      skipped: 0,
      secondTry: 1,
      failures: [
        "[phone] calls.spec.ts > a call ends\n    Timeout",
        "[phone] calls.spec.ts > in Japanese > a call rings\n    No bell",
      ],
    });
  });
});
