import { expect, test } from "vitest";
import { retryAfterSeconds } from "./retry-after";

test("a missing header asks for no wait", () => {
  expect(retryAfterSeconds(new Headers())).toBeNull();
});

test.each([
  ["0", 0],
  ["7", 7],
  [" 7 ", 7],
  ["007", 7],
  ["3600", 3_600],
  ["99999999999", 86_400],
])("%j asks for %d s", (value, seconds) => {
  expect(retryAfterSeconds(new Headers({ "retry-after": value }))).toBe(seconds);
});

test.each([
  "",
  "-1",
  "1.5",
  "1e3",
  "0x10",
  "Infinity",
  "NaN",
  "7 s",
  "7, 8",
  "Wed, 21 Oct 2026 07:28:00 GMT",
])("%j cannot be read", (value) => {
  expect(retryAfterSeconds(new Headers({ "retry-after": value }))).toBeNull();
});
