import { describe, expect, it } from "vitest";
import { anonymousAgain } from "./use-call-actions";

describe("anonymousAgain", () => {
  it.each([
    ["outgoing", true, false, true],
    ["outgoing", false, false, false],
    ["outgoing", false, true, true],
    ["incoming", false, true, true],
    ["incoming", true, false, false],
  ] as const)(
    "repeats a call (%s, anonymous: %s) with the setting %s as anonymous: %s",
    (direction, anonymous, byDefault, again) => {
      expect(anonymousAgain(byDefault, { direction, anonymous })).toBe(again);
    },
  );
});
