import { describe, expect, test } from "vitest";
import { callRecordSchema } from "@/lib/contracts";
import { type NamedCall, toRecord } from "./to-record";

const start = new Date("2026-01-01T12:00:00.000Z");
const at = (seconds: number) => new Date(start.getTime() + seconds * 1000);

function call(change: Partial<NamedCall["call"]> = {}): NamedCall {
  return {
    caller: { username: "ann", displayName: "Ann" },
    callee: { username: "ben", displayName: "Ben" },
    message: null,
    call: {
      id: 1,
      ref: "00000000-0000-4000-8000-000000000001",
      callSid: "CA",
      callerId: "u_ann",
      calleeId: "u_ben",
      callerSessionId: null,
      guestLinkId: null,
      guestName: null,
      releasedAt: null,
      dialed: "ben",
      anonymous: false,
      refusal: null,
      wakingAt: null,
      startedAt: start,
      ringingAt: at(1),
      answeredAt: null,
      endedAt: null,
      finalStatus: null,
      durationSeconds: null,
      outcome: null,
      evidence: null,
      callerEndedAt: null,
      calleeEndedAt: null,
      lastSeenAt: start,
      liveUntil: at(45),
      messageAt: null,
      messageSeconds: null,
      seen: false,
      ...change,
    },
  };
}

const completed = { outcome: "completed", evidence: "network", endedAt: at(20) } as const;

/** The call as that person sees it, checked against the contract. */
function seenBy(me: string, change: Partial<NamedCall["call"]> = {}) {
  return callRecordSchema.parse(toRecord(call(change), me));
}

test("each side sees the other side", () => {
  expect(seenBy("u_ann")).toMatchObject({ direction: "outgoing", peer: { username: "ben" }, dialed: "ben" });
  expect(seenBy("u_ben")).toMatchObject({ direction: "incoming", peer: { username: "ann" }, dialed: null });
});

test("the callee sees no name of an anonymous caller, who sees the callee's name", () => {
  expect(seenBy("u_ben", { anonymous: true })).toMatchObject({ peer: null, anonymous: true });
  expect(seenBy("u_ann", { anonymous: true })).toMatchObject({ peer: { username: "ben" } });
});

test("`blocked` is shown as `offline`", () => {
  expect(seenBy("u_ann", { outcome: "blocked", endedAt: start })).toMatchObject({ outcome: "offline" });
});

test.each([
  ["completed", false],
  ["declined", false],
  ["no_answer", true],
  ["canceled", true],
  ["offline", true],
  ["busy", true],
  ["failed", true],
] as const)("the callee of a call that is %s missed it: %s; its caller never did", (outcome, missed) => {
  expect(seenBy("u_ben", { outcome, endedAt: at(9) }).missed).toBe(missed);
  expect(seenBy("u_ann", { outcome, endedAt: at(9) }).missed).toBe(false);
});

describe("the duration", () => {
  test("is null while the call is under way, and 0 if it was never answered", () => {
    expect(seenBy("u_ann").durationSeconds).toBeNull();
    expect(seenBy("u_ann", { outcome: "no_answer", endedAt: at(30) }).durationSeconds).toBe(0);
  });

  test("is the one that the network measured, or else the time between answer and end", () => {
    expect(seenBy("u_ann", { ...completed, answeredAt: at(5), durationSeconds: 14 }).durationSeconds).toBe(
      14,
    );
    expect(seenBy("u_ann", { ...completed, answeredAt: at(5) }).durationSeconds).toBe(15);
  });

  test("is never negative, even if clocks disagree", () => {
    expect(seenBy("u_ann", { ...completed, answeredAt: at(80) }).durationSeconds).toBe(0);
  });

  test("counts back from the end to a lost answer, but not before the start", () => {
    expect(seenBy("u_ann", { ...completed, durationSeconds: 12 }).answeredAt).toBe(at(8).toISOString());
    expect(seenBy("u_ann", { ...completed, durationSeconds: 90 }).answeredAt).toBe(start.toISOString());
  });
});

test("the caller alone sees that closed devices are rung, until one rings, answers or the call is over", () => {
  const waking = { wakingAt: start, ringingAt: null };
  expect(seenBy("u_ann", waking)).toMatchObject({ stage: "waking" });
  expect(seenBy("u_ben", waking)).toMatchObject({ stage: null });
  expect(seenBy("u_ann", { ...waking, ringingAt: at(5) })).toMatchObject({ stage: null });
  expect(seenBy("u_ann", { ...waking, answeredAt: at(5) })).toMatchObject({ stage: null });
  expect(seenBy("u_ann", { ...waking, outcome: "offline", endedAt: at(12) })).toMatchObject({ stage: null });
});

describe("a call in which a message was left", () => {
  const left = { ...completed, outcome: "no_answer", messageAt: at(31), messageSeconds: 7 } as const;
  const id = "00000000-0000-4000-8000-000000000002";

  test("shows the callee the message, and whether it was heard", () => {
    const named = (heardAt: Date | null) => ({ ...call(left), message: { id, seconds: 7, heardAt } });
    expect(toRecord(named(null), "u_ben").message).toEqual({ id, seconds: 7, heard: false });
    expect(toRecord(named(at(60)), "u_ben").message).toEqual({ id, seconds: 7, heard: true });
  });

  test("shows its caller the length alone, whether the callee still has it or not", () => {
    const kept = { ...call(left), message: { id, seconds: 7, heardAt: at(60) } };
    expect(toRecord(kept, "u_ann").message).toEqual({ id: null, seconds: 7, heard: null });
    expect(seenBy("u_ann", left).message).toEqual({ id: null, seconds: 7, heard: null });
    expect(seenBy("u_ben", left).message).toBeNull();
  });

  test("is at the stage `message` for its caller until the caller's leg has ended", () => {
    expect(seenBy("u_ann", left)).toMatchObject({ stage: "message", outcome: "no_answer" });
    expect(seenBy("u_ann", { ...left, releasedAt: at(50) }).stage).toBeNull();
    expect(seenBy("u_ben", left).stage).toBeNull();
  });
});
