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

/** `<Dial>`'s result, which is stamped when it arrives. */
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

describe("one final row, whatever the order (fault: webhooks in any order)", () => {
  // "initiated" changes nothing but liveness; a second "ringing" stands for it here.
  const calls: [string, CallEvent[], Partial<CallFacts>][] = [
    [
      "answered and ended",
      [ringing, answered, leg("completed", 18, 12), dial("completed", 18.3, 12)],
      { outcome: "completed", durationSeconds: 12, ringingAt: at(1), answeredAt: at(6), endedAt: at(18) },
    ],
    [
      "declined",
      [{ kind: "ringing", at: at(1.2) }, ringing, leg("busy", 4), dial("busy", 4.2)],
      { outcome: "declined", ringingAt: at(1), endedAt: at(4) },
    ],
    [
      "the caller hangs up, reported as no-answer and as canceled",
      [{ kind: "ringing", at: at(1.2) }, ringing, leg("no-answer", 4), dial("canceled", 4.2)],
      { outcome: "canceled" },
    ],
    [
      "nobody answers",
      [{ kind: "ringing", at: at(1.2) }, ringing, leg("no-answer", 31), dial("no-answer", 31.1)],
      { outcome: "no_answer" },
    ],
    [
      "the answer crosses the hang-up",
      [ringing, answered, leg("completed", 6, 0), dial("canceled", 6.1)],
      { outcome: "completed", durationSeconds: 0 },
    ],
    [
      "clocks that disagree: the end is stamped before the answer",
      [ringing, answered, leg("completed", 2), dial("completed", 70)],
      { outcome: "completed", answeredAt: at(6), endedAt: at(6) },
    ],
  ];

  test.each(calls)("%s: all 24 orders", (_name, events, expected) => {
    const results = orders(events).map((order) => factsAfter(order));
    expect(results).toHaveLength(24);
    for (const result of results) expect(result).toEqual(results[0]);
    expect(results[0]).toMatchObject({ ...expected, evidence: "network" });
  });

  test.each(calls)("%s: any report again changes nothing", (_name, events) => {
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

  test("no-answer at once and without a ring: nobody was there", () => {
    expect(factsAfter([leg("no-answer", 0.2)]).outcome).toBe("offline");
    expect(factsAfter([leg("no-answer", 0.2), ringing]).outcome).toBe("no_answer");
  });

  test("no-answer after the whole timeout rang, though the report of it was lost", () => {
    expect(factsAfter([leg("no-answer", 30.2)]).outcome).toBe("no_answer");
  });
});

describe("what is final stays (no weaker fact overwrites it)", () => {
  const done = factsAfter([ringing, answered, leg("completed", 18, 12)]);

  test.each(["busy", "canceled", "no-answer", "failed"] as const)("completed, then a late %s", (status) => {
    expect(transition(done, dial(status, 600))).toEqual(done);
  });

  test("a call that one device was too busy for is a call all the same when another had answered", () => {
    const busy: CallFacts = { ...fresh, outcome: "busy", evidence: "refused", endedAt: start };
    expect(factsAfter([ringing, leg("busy", 2, null)], busy)).toBe(busy);
    expect(factsAfter([answered], busy)).toMatchObject({ outcome: null, evidence: null, endedAt: null });
    const over = factsAfter([answered, leg("busy", 9, null), leg("completed", 18, 12)], busy);
    expect(over).toMatchObject({ outcome: "completed", durationSeconds: 12 });
    expect(factsAfter([leg("completed", 18, 12)], busy)).toMatchObject({ outcome: "completed" });
  });

  test("a refused call is not changed by any report", () => {
    const refused: CallFacts = { ...fresh, outcome: "blocked", evidence: "refused", endedAt: start };
    expect(factsAfter([ringing, answered, leg("completed", 18, 12)], refused)).toBe(refused);
  });

  test("a guess gives way to what the network says, 10 minutes late (fault: webhook late)", () => {
    const guess: CallFacts = { ...fresh, outcome: "failed", evidence: "guess", endedAt: at(45) };
    const row = factsAfter([answered, leg("completed", 300, 294)], guess);
    expect(row).toMatchObject({ outcome: "completed", evidence: "network", endedAt: at(300) });
  });

  test("a guess is taken back when progress is reported: it was made without knowing of it", () => {
    const guess: CallFacts = { ...fresh, outcome: "failed", evidence: "guess", endedAt: at(45) };
    for (const event of [ringing, answered]) {
      expect(transition(guess, event)).toMatchObject({ outcome: null, evidence: null, endedAt: null });
    }
  });

  test("the end of a guess is not kept by the result of <Dial>, which has none of its own", () => {
    const guess: CallFacts = { ...fresh, answeredAt: at(6), outcome: "completed", evidence: "guess" };
    const row = transition({ ...guess, endedAt: at(45) }, dial("completed", 300, 294));
    expect(row).toMatchObject({ evidence: "network", endedAt: at(300), durationSeconds: 294 });
  });
});

test("no time is before the start, however wrong a clock is (fault: clock off by 60 s)", () => {
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
