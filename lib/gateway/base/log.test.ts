import { expect, test } from "vitest";
import { printable, reason } from "./log";

test("control characters cannot begin a second line", () => {
  expect(printable("To: bob\r\n12:00 CA1: ended")).toBe("To: bob 12:00 CA1: ended");
});

test("a long text is cut at 500 characters", () => {
  expect(printable("x".repeat(1_000))).toHaveLength(500);
});

test.each([
  ["an error", new Error("refused"), "refused"],
  ["a thrown string", "refused", "refused"],
  // Node fails like this to connect to a name with an IPv4 and an IPv6 address.
  [
    "several errors in one",
    new AggregateError([new Error("::1 refused"), new Error("127.0.0.1 refused")]),
    "::1 refused, 127.0.0.1 refused",
  ],
])("reason describes %s", (_name, thrown, expected) => {
  expect(reason(thrown)).toBe(expected);
});
