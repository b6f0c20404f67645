import { describe, expect, it } from "vitest";
import type {
  CallInfo,
  IncomingCall,
  LineState,
  OutgoingCall,
  PhoneState,
  ShownOutcome,
  Talk,
} from "../model/types";
import {
  callOf,
  callToRetry,
  canDial,
  canDismiss,
  hasCallUp,
  hasPhone,
  hasRoom,
  isAnswered,
  isAnsweredCall,
  isBusy,
  isSameButForNumbers,
  lightOf,
  missedCall,
  passedCall,
  ringingCall,
  talkOf,
  talkStateOf,
} from "./selectors";

const problem = { code: "signalling_lost", sdkCode: null } as const;
const line: LineState = { kind: "up" };
const down: LineState = { kind: "down", problem };
const call: IncomingCall = {
  ref: "one",
  direction: "incoming",
  peer: { name: "Alice", username: "alice" },
  anonymous: false,
};
const second: IncomingCall = { ...call, ref: "two" };
const outgoing: OutgoingCall = { ...call, direction: "outgoing" };
const talk: Talk = {
  call,
  since: 0,
  muted: false,
  quality: { score: null, warnings: [], rttMs: null, jitterMs: null, lossFraction: null },
  hint: null,
  waiting: null,
  passed: null,
  voicemail: false,
};
const inCall = (change: Partial<Talk> = {}): PhoneState => ({
  kind: "inCall",
  talk: { ...talk, ...change },
  line,
});
const incoming = (answering: boolean): PhoneState => ({
  kind: "incoming",
  call,
  answering,
  soundBlocked: false,
  line,
});
const ended = (
  outcome: ShownOutcome | null,
  lineState: LineState = line,
  direction: CallInfo["direction"] = "incoming",
): PhoneState => ({
  kind: "ended",
  call: { ...call, direction },
  lastStage: null,
  outcome,
  refusal: null,
  problem: null,
  durationSeconds: 0,
  line: lineState,
});
const notPlaced = (lineState: LineState): PhoneState => ({
  kind: "notPlaced",
  call: outgoing,
  problem: { code: "mic_denied", sdkCode: null },
  line: lineState,
});

const answered = ["hasPhone", "busy", "callUp", "answered"];

const placed = ["busy", "callUp", "hasPhone"];

/** What is true in each state, and its light. */
const facts: [string, PhoneState, ReturnType<typeof lightOf>, string[]][] = [
  ["off", { kind: "off" }, "grey", []],
  ["elsewhere", { kind: "elsewhere", inCall: true, ringing: call.peer }, "grey", []],
  ["starting", { kind: "starting" }, "amber", ["hasRoom", "hasPhone"]],
  ["offline", { kind: "offline", problem, retryAt: 0 }, "amber", ["hasRoom", "hasPhone"]],
  [
    "failed",
    { kind: "failed", problem: { code: "signed_out", sdkCode: null } },
    "red",
    ["hasRoom", "hasPhone", "canDismiss"],
  ],
  ["ready", { kind: "ready" }, "green", ["canDial", "hasRoom", "hasPhone"]],
  ["notPlaced", notPlaced(line), "red", ["canDial", "hasRoom", "hasPhone", "canDismiss", "canRetry"]],
  ["notPlaced, line down", notPlaced(down), "red", ["hasRoom", "hasPhone", "canDismiss", "canRetry"]],
  ["dialing", { kind: "dialing", call: outgoing, stage: null, line }, "green", placed],
  ["waking", { kind: "dialing", call: outgoing, stage: "waking", line }, "green", placed],
  ["ringing", { kind: "ringing", call: outgoing, toVoicemail: false, line }, "green", placed],
  ["incoming", incoming(false), "green", ["busy", "rings", "hasPhone"]],
  ["answering", incoming(true), "green", answered],
  ["inCall", inCall(), "green", [...answered, "hasRoom"]],
  ["inCall, another waits", inCall({ waiting: second }), "green", [...answered, "rings"]],
  ["reconnecting", { kind: "reconnecting", talk, line }, "amber", [...answered, "hasRoom"]],
  ["ended", ended("completed"), "grey", ["canDial", "hasRoom", "hasPhone", "canDismiss"]],
  ["ended, line down", ended(null, down), "grey", ["hasRoom", "hasPhone", "canDismiss"]],
];

describe("the facts of a state", () => {
  it.each(facts)("%s", (_, state, light, expected) => {
    const actual = {
      busy: isBusy(state),
      callUp: hasCallUp(state),
      answered: isAnsweredCall(state),
      canDial: canDial(state),
      canDismiss: canDismiss(state),
      canRetry: callToRetry(state) !== null,
      hasPhone: hasPhone(state),
      hasRoom: hasRoom(state),
      rings: ringingCall(state) !== null,
    };
    const holding = Object.entries(actual).flatMap(([name, holds]) => (holds ? [name] : []));
    expect(holding.sort()).toEqual([...expected].sort());
    expect(lightOf(state)).toBe(light);
  });
});

describe("the call of a state", () => {
  it("is the call that goes on, or has just ended", () => {
    for (const state of [incoming(false), incoming(true), inCall({ waiting: second }), ended(null)]) {
      expect(callOf(state)?.ref).toBe("one");
    }
    for (const state of [notPlaced(line), { kind: "ready" }] as const) expect(callOf(state)).toBeNull();
  });

  it("has a talk while connected or reconnecting", () => {
    const state = inCall();
    expect(talkStateOf(state)).toBe(state);
    expect(talkOf({ kind: "reconnecting", talk, line })).toBe(talk);
    expect(talkOf(incoming(true))).toBeNull();
  });

  it("asks for an answer while it rings or waits", () => {
    expect(ringingCall(incoming(false))).toBe(call);
    expect(ringingCall(inCall({ waiting: second }))).toBe(second);
  });

  it("counts as answered when it was answered here and is not over", () => {
    expect(isAnswered(incoming(false), "one")).toBe(false);
    expect(isAnswered(incoming(true), "one")).toBe(true);
    expect(isAnswered(inCall(), "one")).toBe(true);
    expect(isAnswered(inCall({ waiting: second }), "two")).toBe(false);
    expect(isAnswered(ended("completed"), "one")).toBe(false);
    expect(isAnswered({ kind: "ready" }, "one")).toBe(false);
  });
});

describe("the last ended call", () => {
  it("is the call that ended, or one that waited during another call", () => {
    const passed = { call: second, outcome: "canceled" } as const;
    expect(passedCall(ended("busy"))).toMatchObject({ call, outcome: "busy" });
    expect(passedCall(inCall({ passed }))).toBe(passed);
    expect(passedCall(inCall())).toBeNull();
    expect(passedCall(incoming(false))).toBeNull();
  });
});

describe("a missed call", () => {
  it.each([
    ["incoming", "no_answer", true],
    ["incoming", "canceled", true],
    ["incoming", "offline", true],
    ["incoming", "busy", true],
    ["incoming", "failed", true],
    ["incoming", "declined", false],
    ["incoming", "answered_elsewhere", false],
    ["incoming", "completed", false],
    ["incoming", null, false],
    ["outgoing", "no_answer", false],
  ] as const)("includes the call (%s, %s): %s", (direction, outcome, missed) => {
    expect(missedCall(ended(outcome, line, direction)) !== null).toBe(missed);
  });

  it.each([
    ["canceled", true],
    ["declined", false],
    [null, false],
  ] as const)("includes the call that waited (%s): %s", (outcome, missed) => {
    expect(missedCall(inCall({ passed: { call: second, outcome } }))).toBe(missed ? second : null);
  });
});

describe("a state that differs in the numbers of the quality alone", () => {
  const measured = { score: 4, warnings: ["high_rtt"], rttMs: 20, jitterMs: 1, lossFraction: 0 } as const;
  const state = inCall({ quality: measured });
  const withQuality = (more: Partial<Talk["quality"]>) =>
    isSameButForNumbers(state, inCall({ quality: { ...measured, warnings: ["high_rtt"], ...more } }));

  it("is the same after a sample", () => {
    expect(withQuality({ rttMs: 30, jitterMs: 2, lossFraction: 0.5 })).toBe(true);
  });

  it.each([
    ["the score", withQuality({ score: 3 })],
    ["a warning", withQuality({ warnings: ["low_mos"] })],
    ["one warning more", withQuality({ warnings: ["high_rtt", "low_mos"] })],
    ["a fact of the call", isSameButForNumbers(state, inCall({ quality: measured, muted: true }))],
    ["the kind", isSameButForNumbers(state, { ...state, kind: "reconnecting" } as PhoneState)],
    ["that there is no call", isSameButForNumbers(state, { kind: "ready" })],
  ])("is another by %s", (_what, same) => {
    expect(same).toBe(false);
  });
});
