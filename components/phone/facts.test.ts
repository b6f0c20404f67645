import { describe, expect, it } from "vitest";
import { formatDuration, isoDuration } from "@/components/ui/duration";
import {
  anonymousAgain,
  callOf,
  canDial,
  hasCallUp,
  isAnswered,
  isBusy,
  missedCall,
  ringingCall,
} from "@/lib/phone/state/selectors";
import type { CallInfo, Line, PhoneState, Talk } from "@/lib/phone/types";
import { restingLine, soundingLine } from "./screens/wave";

const line: Line = { kind: "up" };
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

describe("formatDuration", () => {
  it.each([
    [0, "0:00"],
    [12.9, "0:12"],
    [61, "1:01"],
    [3723, "1:02:03"],
    [-5, "0:00"],
  ])("%d s → %s", (seconds, text) => expect(formatDuration(seconds)).toBe(text));

  it("has a machine-readable form", () => expect(isoDuration(61.5)).toBe("PT61S"));
});

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

describe("calling again", () => {
  it.each([
    ["outgoing", true, false, true],
    ["outgoing", false, false, false],
    ["outgoing", false, true, true],
    ["incoming", false, true, true],
    ["incoming", true, false, false],
  ] as const)("%s, anonymous %s, as a rule %s: %s", (direction, anonymous, byDefault, again) => {
    expect(anonymousAgain(byDefault, { direction, anonymous })).toBe(again);
  });
});

describe("the line", () => {
  it("keeps its commands, so that it can move, and stays within its box", () => {
    const commands = (path: string) => path.replace(/[^A-Z]/g, "");
    for (const path of [
      restingLine(false),
      soundingLine(0, true),
      soundingLine(1, false),
      soundingLine(9, true),
    ]) {
      expect(commands(path)).toBe(commands(restingLine(true)));
      const heights = [...path.matchAll(/ ([\d.]+)(?=[C ]|$)/g)].map((match) => Number(match[1]));
      expect(Math.max(...heights)).toBeLessThanOrEqual(120);
    }
    expect(soundingLine(0, true)).toBe(restingLine(true));
  });
});
