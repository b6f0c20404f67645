import { describe, expect, test } from "vitest";
import type { FinalStatus } from "@/lib/db/schema";
import type { CallEvent, CallFacts, LegFacts } from "./facts";
import { isReleased } from "./outcome-of";
import { transition } from "./transition";

const start = new Date("2026-01-01T12:00:00.400Z");
const at = (seconds: number) => new Date(start.getTime() + seconds * 1000);

function device(voiceId: string): LegFacts {
  return { voiceId, answeredAt: null, endedAt: null, finalStatus: null, noRoom: false };
}

/** A call that rings one device. */
const fresh: CallFacts = {
  startedAt: start,
  ringingAt: null,
  answeredAt: null,
  endedAt: null,
  finalStatus: null,
  durationSeconds: null,
  outcome: null,
  evidence: null,
  legs: [device("a")],
};

/** A call that rings three devices. */
const three: CallFacts = { ...fresh, legs: [device("a"), device("b"), device("c")] };

const ringing: CallEvent = { kind: "ringing", leg: "a", at: at(1) };
const answered = answeredBy("a");

function answeredBy(leg: string, seconds = 6): CallEvent {
  return { kind: "answered", leg, at: at(seconds) };
}

function noRoom(leg: string, seconds = 2): CallEvent {
  return { kind: "no_room", leg, at: at(seconds) };
}

/** The last report on the leg of a device. */
function leg(
  status: FinalStatus,
  seconds: number,
  durationSeconds: number | null = null,
  of = "a",
): CallEvent {
  return { kind: "final", source: "leg", leg: of, status, at: at(seconds), durationSeconds };
}

/** The result of `<Dial>`, whose time is that of its arrival. */
function dial(status: FinalStatus, seconds: number, durationSeconds: number | null = null): CallEvent {
  return { kind: "final", source: "dial", leg: null, status, at: at(seconds), durationSeconds };
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
      [{ ...ringing, at: at(1.2) }, ringing, leg("busy", 4), dial("busy", 4.2)],
      { outcome: "declined", ringingAt: at(1), endedAt: at(4) },
    ],
    [
      "a caller who hangs up, reported as no-answer and as canceled",
      [{ ...ringing, at: at(1.2) }, ringing, leg("no-answer", 4), dial("canceled", 4.2)],
      { outcome: "canceled" },
    ],
    [
      "a call that nobody answers",
      [{ ...ringing, at: at(1.2) }, ringing, leg("no-answer", 31), dial("no-answer", 31.1)],
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
      expect(transition(done, dial(status, 600))).toEqual({ ...done, finalStatus: status });
    },
  );

  test("does not change a refused call", () => {
    const refused: CallFacts = {
      ...fresh,
      legs: [],
      outcome: "blocked",
      evidence: "refused",
      endedAt: start,
    };
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
  const events: CallEvent[] = [ringing, { ...ringing, at: at(2) }, answered, { ...answered, at: at(9) }];
  for (const order of orders(events)) {
    const earliest = { ringingAt: at(1), answeredAt: at(6), legs: [{ answeredAt: at(6) }] };
    expect(factsAfter(order)).toMatchObject(earliest);
  }
});

test("of two ends of one leg, and of two results of <Dial>, the weightier holds, in any order", () => {
  const byWeight: FinalStatus[] = ["failed", "no-answer", "canceled", "busy", "completed"];
  for (const [index, strong] of byWeight.entries()) {
    for (const weak of byWeight.slice(0, index)) {
      for (const [one, other] of orders([weak, strong])) {
        if (!one || !other) throw new Error("unreachable");
        expect(factsAfter([dial(one, 9), dial(other, 10)]).finalStatus).toBe(strong);
        expect(factsAfter([leg(one, 9), leg(other, 10)]).legs).toMatchObject([{ finalStatus: strong }]);
      }
    }
  }
});

test("of several durations the longest counts, in any order", () => {
  const events = [leg("completed", 18, 12), dial("completed", 18.3, 11), leg("completed", 18, null)];
  for (const order of orders([answered, ...events])) {
    expect(factsAfter(order).durationSeconds).toBe(12);
  }
});

test("no time is before the start, even if a clock is a minute off", () => {
  const early: CallEvent[] = [{ ...ringing, at: at(-60) }, answeredBy("a", -55), leg("completed", -50, 5)];
  for (const order of orders(early)) {
    const row = factsAfter(order);
    expect(row).toMatchObject({ ringingAt: start, answeredAt: start, endedAt: start, durationSeconds: 5 });
  }
});

describe("a call that rings several devices", () => {
  const end = (of: string, status: FinalStatus, seconds: number, duration: number | null = null) =>
    leg(status, seconds, duration, of);

  test.each<[string, CallEvent[], Partial<CallFacts>]>([
    [
      "one answers, and the network cancels the others",
      [
        ringing,
        answeredBy("b"),
        end("a", "canceled", 6.1),
        end("c", "canceled", 6.2),
        end("b", "completed", 18, 12),
      ],
      { outcome: "completed", durationSeconds: 12, answeredAt: at(6), endedAt: at(18) },
    ],
    [
      "one was closed a moment ago, another answers",
      [
        end("a", "no-answer", 0.1),
        ringing,
        answeredBy("b"),
        end("b", "completed", 18, 12),
        dial("completed", 18.2),
      ],
      { outcome: "completed", endedAt: at(18) },
    ],
    [
      "one declines, and the others are canceled after it",
      [
        ringing,
        end("a", "busy", 4),
        end("b", "canceled", 4.5),
        end("c", "canceled", 4.6),
        dial("canceled", 4.7),
      ],
      { outcome: "declined", endedAt: at(4) },
    ],
    [
      "one declines while another answers",
      [
        ringing,
        end("a", "busy", 5.9),
        answeredBy("b"),
        end("c", "canceled", 6),
        end("b", "completed", 18, 12),
      ],
      { outcome: "completed", endedAt: at(18) },
    ],
    [
      "one has no room, another answers",
      [ringing, noRoom("a"), end("a", "busy", 2), answeredBy("b"), end("b", "completed", 18, 12)],
      { outcome: "completed", endedAt: at(18) },
    ],
    [
      "one has no room, nobody answers the others",
      [ringing, noRoom("a"), end("a", "busy", 2), end("b", "no-answer", 30), end("c", "no-answer", 31)],
      { outcome: "busy", endedAt: at(31) },
    ],
    [
      "one has no room, the person declines on another",
      [ringing, noRoom("a"), end("a", "busy", 2), end("b", "busy", 5), end("c", "canceled", 5.5)],
      { outcome: "declined", endedAt: at(5) },
    ],
    [
      "one has no room, the caller hangs up",
      [ringing, noRoom("a"), end("a", "busy", 2), end("b", "canceled", 8), dial("canceled", 8.1)],
      { outcome: "canceled" },
    ],
    [
      "none has room",
      [ringing, noRoom("a"), noRoom("b"), noRoom("c"), dial("busy", 3)],
      { outcome: "busy", evidence: "refused" },
    ],
    [
      "nobody answers, and one was signed out meanwhile",
      [
        ringing,
        end("a", "canceled", 9),
        end("b", "no-answer", 31),
        end("c", "no-answer", 31),
        dial("no-answer", 31),
      ],
      { outcome: "no_answer", endedAt: at(31) },
    ],
    [
      "the caller hangs up",
      [
        ringing,
        end("a", "canceled", 9),
        end("b", "canceled", 9),
        end("c", "no-answer", 0.2),
        dial("canceled", 9.1),
      ],
      { outcome: "canceled", endedAt: at(9) },
    ],
    [
      "none was there",
      [
        end("a", "no-answer", 0.1),
        end("b", "no-answer", 0.1),
        end("c", "no-answer", 0.2),
        dial("no-answer", 0.3),
      ],
      { outcome: "offline" },
    ],
  ])("ends the same in all orders of the reports: %s", (_name, events, expected) => {
    const results = orders(events).map((order) => factsAfter(order, three));
    for (const result of results) {
      expect(result).toMatchObject(expected);
      // The hint of a phone has no time of the network's.
      const { endedAt: _, ...rest } = result;
      const { endedAt: __, ...first } = results[0] ?? result;
      expect(rest).toEqual(first);
    }
    for (const event of events) expect(transition(results[0] ?? fresh, event)).toEqual(results[0]);
  });

  test.each(["no-answer", "canceled", "failed"] as const)(
    "goes on while one leg is open, although the others are %s",
    (status) => {
      const open = factsAfter([ringing, end("a", status, 2), end("b", status, 3)], three);
      expect(open).toMatchObject({ outcome: null, evidence: null, endedAt: null });
      expect(isReleased(open)).toBe(false);
    },
  );

  test("goes on if a device without room rejects it and others ring", () => {
    for (const order of orders([ringing, noRoom("a"), end("a", "busy", 2)])) {
      expect(factsAfter(order, three)).toMatchObject({ outcome: null });
    }
  });

  test("is declined at once by one device, before the others have ended", () => {
    expect(factsAfter([ringing, end("b", "busy", 4)], three)).toMatchObject({ outcome: "declined" });
  });

  test("is not declined any more when it turns out that the device had no room", () => {
    const told = factsAfter([ringing, end("b", "busy", 4)], three);
    expect(factsAfter([noRoom("b")], told)).toMatchObject({ outcome: null, endedAt: null });
  });

  test("takes the earliest of two answers", () => {
    for (const order of orders([answeredBy("a", 7), answeredBy("b", 6)])) {
      expect(factsAfter(order, three)).toMatchObject({ answeredAt: at(6), outcome: null });
    }
  });

  test("is ended by a report that does not say its leg only if it was answered", () => {
    const unknown = (status: FinalStatus): CallEvent => ({ ...leg(status, 9), leg: null });
    for (const status of ["busy", "no-answer", "canceled", "failed"] as const) {
      expect(factsAfter([ringing, unknown(status)], three)).toMatchObject({ outcome: null });
    }
    expect(factsAfter([ringing, unknown("completed")], three)).toMatchObject({ outcome: "completed" });
  });
});

describe("nothing of a call is left", () => {
  test.each<[string, CallEvent[], boolean]>([
    ["not while it rings", [ringing], false],
    ["not while it is talked", [ringing, answered, leg("canceled", 6, null, "b")], false],
    ["not when phones say that they have no room", [noRoom("a"), noRoom("b"), noRoom("c")], false],
    ["not when it is declined and two legs are open", [ringing, leg("busy", 4)], false],
    ["when the answered leg has ended", [answered, leg("completed", 9)], true],
    ["when all legs have ended", ["a", "b", "c"].map((of) => leg("no-answer", 31, null, of)), true],
    ["when <Dial> has a result", [dial("canceled", 3)], true],
  ])("%s", (_name, events, expected) => {
    for (const order of orders(events)) expect(isReleased(factsAfter(order, three))).toBe(expected);
  });
});

test("a call of an older version, without rows for its legs, is ended by the report on its one leg", () => {
  const old: CallFacts = { ...fresh, legs: [] };
  const unknown = (event: CallEvent): CallEvent => ({ ...event, leg: null });
  expect(factsAfter([ringing, answered, leg("completed", 18, 12)].map(unknown), old)).toMatchObject({
    outcome: "completed",
    durationSeconds: 12,
  });
  expect(factsAfter([ringing, leg("busy", 4)].map(unknown), old)).toMatchObject({ outcome: "declined" });
});
