import { describe, expect, it } from "vitest";
import { anonymousAgain } from "./use-call-actions";

describe("calling again", () => {
  it.each([
    ["outgoing", true, false, true],
    ["outgoing", false, false, false],
    ["outgoing", false, true, true],
    ["incoming", false, true, true],
    ["incoming", true, false, false],
  ] as const)("%s, anonymous %s, as a rule %s: %s", (direction, anonymous, byDefault, again) => {
    expect(anonymousAgain(byDefault, { direction, anonymous })).toBe(again);
  });
});
