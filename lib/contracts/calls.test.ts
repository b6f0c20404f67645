import { expect, test } from "vitest";
import {
  callRecordSchema,
  isMissed,
  missedOutcomes,
  outcomes,
  shownCallSchema,
  shownCallsSchema,
} from "./calls";

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

const record = {
  ref: "00000000-0000-4000-8000-000000000001",
  direction: "outgoing",
  peer: null,
  anonymous: false,
  dialed: "bob",
  outcome: "failed",
  refusal: "too_many_calls",
  stage: null,
  guest: null,
  message: null,
  missed: false,
  startedAt: "2026-01-01T00:00:00.000Z",
  answeredAt: null,
  endedAt: null,
  durationSeconds: 0,
} as const;

test("a page reads a call whose refusal or outcome it does not know, and the calls beside it", () => {
  const future = { ...record, outcome: "transferred", refusal: "too_quiet" };
  expect(shownCallSchema.parse(future)).toEqual({ ...record, outcome: "failed", refusal: null });
  expect(shownCallsSchema.parse({ calls: [record, future], nextCursor: null }).calls[0]).toEqual(record);
  expect(shownCallSchema.parse({ ...record, outcome: null, refusal: null })).toMatchObject({ outcome: null });
});

test.each([{ outcome: "transferred" }, { outcome: "blocked" }, { refusal: "too_quiet" }])(
  "the server may not send what the contract does not have: %j",
  (change) => {
    expect(callRecordSchema.safeParse({ ...record, ...change }).success).toBe(false);
  },
);
