import { createTranslator } from "next-intl";
import { describe, expect, it } from "vitest";
import en from "@/lib/i18n/en.json";
import type {
  CallInfo,
  IncomingCall,
  LineState,
  OutgoingCall,
  PhoneState,
  ShownOutcome,
  Talk,
} from "@/lib/phone/model/types";
import { statusText } from "./status-text";

const t = createTranslator({ locale: "en", messages: en, namespace: "phone" });
const line: LineState = { kind: "up" };
const problem = { code: "unknown", sdkCode: null } as const;
const call: OutgoingCall = {
  ref: "one",
  direction: "outgoing",
  peer: { name: "Bob", username: "bob" },
  anonymous: false,
};
const incoming: IncomingCall = { ...call, direction: "incoming" };
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
const ended = (outcome: ShownOutcome | null): PhoneState => ({
  kind: "ended",
  call,
  lastStage: null,
  outcome,
  refusal: null,
  problem: null,
  durationSeconds: 12,
  line,
});
const notPlaced = (state: LineState): PhoneState => ({
  kind: "notPlaced",
  call,
  problem: { code: "mic_denied", sdkCode: null },
  line: state,
});

const nameOf = ({ name }: CallInfo["peer"]) => name ?? "";

describe("statusText", () => {
  const states: [string, PhoneState][] = [
    ["Offline", { kind: "off" }],
    ["Offline", { kind: "elsewhere", inCall: false, ringing: null }],
    ["Offline", { kind: "elsewhere", inCall: true, ringing: null }],
    ["Offline", { kind: "elsewhere", inCall: false, ringing: call.peer }],
    ["Offline", { kind: "elsewhere", inCall: true, ringing: call.peer }],
    ["Offline", { kind: "starting" }],
    ["Offline", { kind: "offline", problem, retryAt: 0 }],
    ["Offline", { kind: "failed", problem: { code: "signed_out", sdkCode: null } }],
    ["Ready", notPlaced(line)],
    ["Offline", notPlaced({ kind: "starting" })],
    ["Offline", notPlaced({ kind: "down", problem })],
    ["Ready", { kind: "ready" }],
    ["Calling", { kind: "dialing", call, stage: null, line }],
    ["Waking", { kind: "dialing", call, stage: "waking", line }],
    ["Calling", { kind: "dialing", call, stage: "message", line }],
    ["Ringing", { kind: "ringing", call, toVoicemail: false, line }],
    ["Ringing", { kind: "incoming", call: incoming, answering: false, soundBlocked: false, line }],
    ["In call", { kind: "inCall", talk, line }],
    ["Leave a message", { kind: "inCall", talk: { ...talk, voicemail: true }, line }],
    ["Reconnecting", { kind: "reconnecting", talk: { ...talk, voicemail: true }, line }],
    ["Reconnecting", { kind: "reconnecting", talk, line }],
    ["Ended", ended(null)],
  ];
  it.each(states)("begins with %s", (beginning, state) => {
    expect(statusText(state, t, nameOf).startsWith(beginning)).toBe(true);
  });

  it("names the other person in the call, then the one who waits", () => {
    const waiting = { ...incoming, ref: "two", peer: { name: "Carol", username: "carol" } };
    const state: PhoneState = { kind: "inCall", talk: { ...talk, waiting }, line };
    expect(statusText(state, t, nameOf)).toBe("In call with Bob. Carol is calling");
  });

  it("names the person whose devices are rung, and for whom a message is", () => {
    const waking: PhoneState = { kind: "dialing", call, stage: "waking", line };
    expect(statusText(waking, t, nameOf)).toBe("Waking Bob's phone…");
    const message: PhoneState = { kind: "inCall", talk: { ...talk, voicemail: true }, line };
    expect(statusText(message, t, nameOf)).toBe("Leave a message for Bob");
  });

  it.each([
    [false, null, "Offline here, open in another tab"],
    [true, null, "Offline here, in a call in another tab"],
    [false, call.peer, "Offline here, Bob is calling in another tab"],
    [true, call.peer, "Offline here, in a call in another tab. Bob is calling"],
  ] as const)("shows the calls of the other tab (in a call: %s, rings: %o)", (inCall, ringing, text) => {
    expect(statusText({ kind: "elsewhere", inCall, ringing }, t, nameOf)).toBe(text);
  });

  it("shows “do not disturb” while there is no call", () => {
    expect(statusText({ kind: "ready" }, t, nameOf, true)).toBe("Ready, do not disturb");
    expect(statusText({ kind: "inCall", talk, line }, t, nameOf, true)).toBe("In call with Bob");
  });

  it.each([
    ["completed", "Ended: completed 0:12"],
    ["declined", "Ended: declined"],
    ["busy", "Ended: busy"],
    ["no_answer", "Ended: no answer"],
    ["offline", "Ended: offline"],
    ["canceled", "Ended: canceled"],
  ] as const)("shows the outcome %s", (outcome, text) => {
    expect(statusText(ended(outcome), t, nameOf)).toBe(text);
  });
});
