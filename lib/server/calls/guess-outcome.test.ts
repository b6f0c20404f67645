import { expect, test } from "vitest";
import { guessOutcome, type Signs } from "./guess-outcome";

const start = new Date("2026-01-01T12:00:00Z");
const at = (seconds: number) => new Date(start.getTime() + seconds * 1000);

function signs(change: Partial<Signs>): Signs {
  return {
    startedAt: start,
    wakingAt: null,
    ringingAt: null,
    answeredAt: null,
    callerEndedAt: null,
    calleeEndedAt: null,
    lastSeenAt: at(20),
    silent: false,
    ...change,
  };
}

const rung = { ringingAt: at(1) };
const talking = { ringingAt: at(1), answeredAt: at(5) };

test.each<[string, Partial<Signs>, ReturnType<typeof guessOutcome>]>([
  ["no sign of the end: no guess", talking, null],
  [
    "one side ends an answered call",
    { ...talking, callerEndedAt: at(9) },
    { outcome: "completed", endedAt: at(9) },
  ],
  [
    "both sides end it: the first hint counts",
    { ...talking, callerEndedAt: at(9), calleeEndedAt: at(8) },
    { outcome: "completed", endedAt: at(8) },
  ],
  [
    "a hint from before the answer: no negative duration",
    { ...talking, calleeEndedAt: at(4) },
    { outcome: "completed", endedAt: at(5) },
  ],
  ["the caller ends the ring", { ...rung, callerEndedAt: at(6) }, { outcome: "canceled", endedAt: at(6) }],
  [
    "the callee ends the ring first",
    { ...rung, calleeEndedAt: at(6), callerEndedAt: at(6.1) },
    { outcome: "declined", endedAt: at(6) },
  ],
  [
    "a hint from before the start, by a clock that is behind",
    { ...rung, callerEndedAt: at(-2), calleeEndedAt: at(3) },
    { outcome: "canceled", endedAt: start },
  ],
  [
    "a ring of the whole timeout",
    { ...rung, callerEndedAt: at(31), calleeEndedAt: at(30) },
    { outcome: "no_answer", endedAt: at(30) },
  ],
  ["silence in an answered call", { ...talking, silent: true }, { outcome: "completed", endedAt: at(20) }],
  ["silence while it rings", { ...rung, silent: true }, { outcome: "no_answer", endedAt: at(20) }],
  ["silence before any ring", { silent: true }, { outcome: "failed", endedAt: at(20) }],
  [
    "silence while closed devices are rung",
    { wakingAt: at(0), silent: true },
    { outcome: "offline", endedAt: at(20) },
  ],
  [
    "silence, with the answer after the last sign of life",
    { ...talking, answeredAt: at(25), silent: true },
    { outcome: "completed", endedAt: at(25) },
  ],
])("%s", (_name, given, expected) => {
  expect(guessOutcome(signs(given))).toEqual(expected);
});
