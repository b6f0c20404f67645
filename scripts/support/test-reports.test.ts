import { describe, expect, it } from "vitest";
import { readPlaywright } from "./test-reports.mjs";

describe("readPlaywright", () => {
  const test = (status: string, message?: string) => ({
    projectName: "phone",
    status,
    results: message ? [{ error: { message } }] : [{}],
  });

  it("names what failed at both tries, and what passed at the second", () => {
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
      failures: [
        "[phone] calls.spec.ts > a call ends\n    Timeout",
        "[phone] calls.spec.ts > in Japanese > a call rings\n    No bell",
      ],
      secondTries: ["[phone] calls.spec.ts > a call is heard\n    Timeout"],
    });
  });
});
