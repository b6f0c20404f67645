import { expect, test } from "vitest";
import { isIdentity } from "./identity";

// The first four are of Twilio's own quickstarts and tests, and of projects that use them.
test.each([
  "client-id-call-message-tests-alice-1700000000000",
  "browser-client",
  "id1-x",
  "alice",
  "a.b+c@example.com",
  "user:1;a=b,c/d?e!f~g*h'(i)&j$",
  "+15550001111",
  "jürgen",
  "x".repeat(121),
  "😀".repeat(121),
])("%s is taken", (identity) => {
  expect(isIdentity(identity)).toBe(true);
});

test.each([
  ["nothing", ""],
  ["122 characters", "x".repeat(122)],
  ["a space", "alice b"],
  ["a space that does not break", "alice\u00a0b"],
  ["a line break", "alice\n"],
  ["a control character", "alice\u0007"],
  ["half of a character", "alice\ud83d"],
])("%s is refused", (_name, identity) => {
  expect(isIdentity(identity)).toBe(false);
});

test.each([...'<>#%"{}|\\^[]`'])("%s in an identity is refused", (character) => {
  expect(isIdentity(`a${character}b`)).toBe(false);
});
