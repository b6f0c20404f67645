import { describe, expect, it } from "vitest";
import { anonymousAgain } from "./use-call-actions";

describe("whether calling again is anonymous", () => {
  it.each([
    ["outgoing", true, false, true],
    ["outgoing", false, false, false],
    ["outgoing", false, true, true],
    ["incoming", false, true, true],
    ["incoming", true, false, false],
  ] as const)(
    "after a call that was %s and anonymous: %s, as a rule: %s → %s",
    (direction, anonymous, byDefault, again) => {
      expect(anonymousAgain(byDefault, { direction, anonymous })).toBe(again);
    },
  );
});
