import { describe, expect, test } from "vitest";
import type { FinalStatus } from "@/lib/db/schema";
import { type CallEvent, type CallFacts, transition } from "./transition";

const start = new Date("2026-01-01T12:00:00.400Z");
const at = (seconds: number) => new Date(start.getTime() + seconds * 1000);

const fresh: CallFacts = {
  startedAt: start,
  ringingAt: null,
  answeredAt: null,
  endedAt: null,
  finalStatus: null,
  durationSeconds: null,
  outcome: null,
  evidence: null,
};

const ringing: CallEvent = { kind: "ringing", at: at(1) };
const answered: CallEvent = { kind: "answered", at: at(6) };

function leg(status: FinalStatus, seconds: number, durationSeconds: number | null = null): CallEvent {
  return { kind: "final", source: "leg", status, at: at(seconds), durationSeconds };
}

/** The result of `<Dial>`, whose time is that of its arrival. */
function dial(status: FinalStatus, seconds: number, durationSeconds: number | null = null): CallEvent {
  return { kind: "final", source: "dial", status, at: at(seconds), durationSeconds };
}

function factsAfter(events: readonly CallEvent[], facts = fresh): CallFacts {
  return events.reduce(transition, facts);
}

function orders<T>(items: readonly T[]): T[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item, index) => orders(items.toSpliced(index, 1)).map((rest) => [item, ...rest]));
}

describe("the final facts", () => {
  // "initiated" is no event. A second "ringing" takes its place as the fourth report.
  const calls: [string, CallEvent[], Partial<CallFacts>][] = [
    [
      "an answered call",
      [ringing, answered, leg("completed", 18, 12), dial("completed", 18.3, 12)],
      { outcome: "completed", durationSeconds: 12, ringingAt: at(1), answeredAt: at(6), endedAt: at(18) },
    ],
    [
      "a declined call",
      [{ kind: "ringing", at: at(1.2) }, ringing, leg("busy", 4), dial("busy", 4.2)],
      { outcome: "declined", ringingAt: at(1), endedAt: at(4) },
    ],
    [
      "a caller who hangs up, reported as no-answer and as canceled",
      [{ kind: "ringing", at: at(1.2) }, ringing, leg("no-answer", 4), dial("canceled", 4.2)],
      { outcome: "canceled" },
    ],
    [
      "a call that nobody answers",
      [{ kind: "ringing", at: at(1.2) }, ringing, leg("no-answer", 31), dial("no-answer", 31.1)],
      { outcome: "no_answer" },
    ],
    [
      "an answer that crosses the hang-up",
      [ringing, answered, leg("completed", 6, 0), dial("canceled", 6.1)],
      { outcome: "completed", durationSeconds: 0 },
    ],
    [
      "clocks that disagree, so that the end is dated before the answer",
      [ringing, answered, leg("completed", 2), dial("completed", 70)],
      { outcome: "completed", answeredAt: at(6), endedAt: at(6) },
    ],
  ];

  test.each(calls)("are the same in all 24 orders of the reports: %s", (_name, events, expected) => {
    const results = orders(events).map((order) => factsAfter(order));
    expect(results).toHaveLength(24);
    for (const result of results) expect(result).toEqual(results[0]);
    expect(results[0]).toMatchObject({ ...expected, evidence: "network" });
  });

  test.each(calls)("do not change when any report is repeated: %s", (_name, events) => {
    const row = factsAfter(events);
    for (const event of events) expect(transition(row, event)).toEqual(row);
  });
});

describe("outcomes", () => {
  test.each([
    ["completed", "completed"],
    ["busy", "declined"],
    ["canceled", "canceled"],
    ["no-answer", "no_answer"],
    ["failed", "failed"],
  ] as const)("%s after a ring is %s", (status, outcome) => {
    expect(factsAfter([ringing, leg(status, 9)]).outcome).toBe(outcome);
  });

  test("no-answer at once, without a ring, is offline", () => {
    expect(factsAfter([leg("no-answer", 0.2)]).outcome).toBe("offline");
    expect(factsAfter([leg("no-answer", 0.2), ringing]).outcome).toBe("no_answer");
  });

  test("no-answer after the whole timeout is no_answer, even if the report of the ring was lost", () => {
    expect(factsAfter([leg("no-answer", 30.2)]).outcome).toBe("no_answer");
  });
});

describe("a report that contradicts the known facts", () => {
  const done = factsAfter([ringing, answered, leg("completed", 18, 12)]);

  test.each(["busy", "canceled", "no-answer", "failed"] as const)(
    "changes nothing if it is a late %s after completed",
    (status) => {
      expect(transition(done, dial(status, 600))).toEqual(done);
    },
  );

  test("replaces busy on one device if it is an answer on another", () => {
    const busy: CallFacts = { ...fresh, outcome: "busy", evidence: "refused", endedAt: start };
    expect(factsAfter([ringing, leg("busy", 2, null)], busy)).toBe(busy);
    expect(factsAfter([answered], busy)).toMatchObject({ outcome: null, evidence: null, endedAt: null });
    const over = factsAfter([answered, leg("busy", 9, null), leg("completed", 18, 12)], busy);
    expect(over).toMatchObject({ outcome: "completed", durationSeconds: 12 });
    expect(factsAfter([leg("completed", 18, 12)], busy)).toMatchObject({ outcome: "completed" });
  });

  test("does not change a refused call", () => {
    const refused: CallFacts = { ...fresh, outcome: "blocked", evidence: "refused", endedAt: start };
    expect(factsAfter([ringing, answered, leg("completed", 18, 12)], refused)).toBe(refused);
  });

  test("replaces a guess, even minutes later", () => {
    const guess: CallFacts = { ...fresh, outcome: "failed", evidence: "guess", endedAt: at(45) };
    const row = factsAfter([answered, leg("completed", 300, 294)], guess);
    expect(row).toMatchObject({ outcome: "completed", evidence: "network", endedAt: at(300) });
  });

  test("withdraws a guess if it is of progress", () => {
    const guess: CallFacts = { ...fresh, outcome: "failed", evidence: "guess", endedAt: at(45) };
    for (const event of [ringing, answered]) {
      expect(transition(guess, event)).toMatchObject({ outcome: null, evidence: null, endedAt: null });
    }
  });

  test("replaces the end time of a guess if it is the result of <Dial>", () => {
    const guess: CallFacts = { ...fresh, answeredAt: at(6), outcome: "completed", evidence: "guess" };
    const row = transition({ ...guess, endedAt: at(45) }, dial("completed", 300, 294));
    expect(row).toMatchObject({ evidence: "network", endedAt: at(300), durationSeconds: 294 });
  });
});

test("of several rings and answers the earliest counts, in any order", () => {
  const events: CallEvent[] = [
    ringing,
    { kind: "ringing", at: at(2) },
    answered,
    { kind: "answered", at: at(9) },
  ];
  for (const order of orders(events)) {
    expect(factsAfter(order)).toMatchObject({ ringingAt: at(1), answeredAt: at(6) });
  }
});

test("of several durations the longest counts, in any order", () => {
  const events = [leg("completed", 18, 12), dial("completed", 18.3, 11), leg("completed", 18, null)];
  for (const order of orders([answered, ...events])) {
    expect(factsAfter(order).durationSeconds).toBe(12);
  }
});

test("no time is before the start, even if a clock is a minute off", () => {
  const early: CallEvent[] = [
    { kind: "ringing", at: at(-60) },
    { kind: "answered", at: at(-55) },
    leg("completed", -50, 5),
  ];
  for (const order of orders(early)) {
    const row = factsAfter(order);
    expect(row).toMatchObject({ ringingAt: start, answeredAt: start, endedAt: start, durationSeconds: 5 });
  }
});
