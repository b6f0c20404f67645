import { expect, test } from "vitest";
import { isMissed, missedOutcomes, outcomes } from "./calls";

test.each([
  ["completed", false],
  ["declined", false],
  ["busy", true],
  ["no_answer", true],
  ["canceled", true],
  ["offline", true],
  ["failed", true],
  // A blocked call does not exist for the callee.
  ["blocked", false],
  ["answered_elsewhere", false],
  [null, false],
] as const)(
  "an incoming call that is %s is missed: %s; an outgoing one is never missed",
  (outcome, missed) => {
    expect(isMissed({ direction: "incoming", outcome })).toBe(missed);
    expect(isMissed({ direction: "outgoing", outcome })).toBe(false);
  },
);

test("the list of missed outcomes agrees with the rule", () => {
  const missed = outcomes.filter((outcome) => isMissed({ direction: "incoming", outcome }));
  expect(missedOutcomes).toEqual(missed);
  expect(missedOutcomes).toHaveLength(5);
});
