import { describe, expect, it } from "vitest";
import type { CallInfo, LineState, PhoneState, Talk } from "../types";
import { callOf, canDial, hasCallUp, isAnswered, isBusy, missedCall, ringingCall } from "./selectors";

const line: LineState = { kind: "up" };
const call: CallInfo = {
  ref: "one",
  direction: "incoming",
  peer: { name: "Alice", username: "alice" },
  anonymous: false,
};
const talk = (waiting: CallInfo | null): Talk => ({
  call,
  since: 0,
  muted: false,
  quality: { score: null, warnings: [], rttMs: null, jitterMs: null, lossFraction: null },
  hint: null,
  waiting,
  passed: null,
});
const inCall = (waiting: CallInfo | null): PhoneState => ({ kind: "inCall", talk: talk(waiting), line });

describe("what a state is about", () => {
  it("finds the call and whether another one can be made", () => {
    expect(callOf({ kind: "ready" })).toBeNull();
    expect(callOf(inCall(null))).toBe(call);
    expect(isBusy(inCall(null))).toBe(true);
    expect(canDial({ kind: "ready" })).toBe(true);
    expect(canDial(inCall(null))).toBe(false);
    expect(canDial({ kind: "starting" })).toBe(false);
  });

  it("finds the call that asks for an answer", () => {
    const waiting = { ...call, ref: "two" };
    expect(ringingCall(inCall(waiting))).toBe(waiting);
    expect(ringingCall(inCall(null))).toBeNull();
    expect(ringingCall({ kind: "ready" })).toBeNull();
  });
});

describe("answering", () => {
  const rings = (answering: boolean): PhoneState => ({
    kind: "incoming",
    call,
    answering,
    soundBlocked: false,
    line,
  });
  it("knows a call that was answered from one that rings or is somebody else's", () => {
    expect(isAnswered(rings(false), call.ref)).toBe(false);
    expect(isAnswered(rings(true), call.ref)).toBe(true);
    expect(isAnswered(inCall(null), call.ref)).toBe(true);
    expect(isAnswered(inCall({ ...call, ref: "two" }), "two")).toBe(false);
    expect(isAnswered({ kind: "ready" }, call.ref)).toBe(false);
    expect([rings(false), rings(true), inCall(null)].map(hasCallUp)).toEqual([false, true, true]);
  });
});

describe("a missed call", () => {
  it.each([
    ["incoming", "no_answer", true],
    ["incoming", "canceled", true],
    ["incoming", "declined", false],
    ["incoming", "answered_elsewhere", false],
    ["incoming", "completed", false],
    ["incoming", null, false],
    ["outgoing", "no_answer", false],
  ] as const)("%s, %s: %s", (direction, outcome, missed) => {
    const rest = { refusal: null, problem: null, durationSeconds: 0, line };
    const state: PhoneState = { kind: "ended", call: { ...call, direction }, outcome, ...rest };
    expect(missedCall(state) !== null).toBe(missed);
  });

  it.each([
    ["canceled", true],
    ["declined", false],
    [null, false],
  ] as const)("that waited, %s: %s", (outcome, missed) => {
    const waited = { ...call, ref: "two" };
    const state: PhoneState = {
      kind: "inCall",
      talk: { ...talk(null), passed: { call: waited, outcome } },
      line,
    };
    expect(missedCall(state)).toBe(missed ? waited : null);
  });
});
