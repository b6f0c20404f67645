import { describe, expect, test } from "vitest";
import { makeProblem } from "../model/problems";
import type { CallInfo, IncomingCall, LineState, PhoneState, Talk } from "../model/types";
import type { PhoneEvent } from "./events";
import { reduce } from "./reducer";
import { noQuality } from "./talk";

const lost = makeProblem("signalling_lost");
const denied = makeProblem("mic_denied");
const out = info("out", "outgoing");
const inc = info("in", "incoming");
const second = info("second", "incoming");
const up: LineState = { kind: "up" };
const down: LineState = { kind: "down", problem: lost };

function info<Direction extends CallInfo["direction"]>(ref: string, direction: Direction) {
  return { ref, direction, peer: { name: "Bob", username: "bob" }, anonymous: false };
}
function talk(call: CallInfo, change: Partial<Talk> = {}): Talk {
  return {
    call,
    since: 1,
    muted: false,
    quality: noQuality,
    hint: null,
    waiting: null,
    passed: null,
    voicemail: false,
    ...change,
  };
}
function ended(call: CallInfo, change: Partial<Extract<PhoneState, { kind: "ended" }>> = {}): PhoneState {
  const none = { lastStage: null, outcome: null, refusal: null, problem: null };
  return { kind: "ended", call, durationSeconds: 0, line: up, ...none, ...change };
}
function ring(
  call: IncomingCall,
  change: Partial<Extract<PhoneState, { answering: false }>> = {},
): PhoneState {
  return { kind: "incoming", call, answering: false, soundBlocked: false, line: up, ...change };
}

function answering(call: IncomingCall): PhoneState {
  return { kind: "incoming", answering: true, call, line: up };
}

const passed = { call: second, outcome: null };

const states = {
  off: { kind: "off" },
  elsewhere: { kind: "elsewhere", inCall: false, ringing: null },
  ringsElsewhere: { kind: "elsewhere", inCall: false, ringing: second.peer },
  askedElsewhere: { kind: "elsewhere", inCall: true, ringing: null },
  starting: { kind: "starting" },
  offline: { kind: "offline", problem: lost, retryAt: 5 },
  ready: { kind: "ready" },
  dialing: { kind: "dialing", call: out, stage: null, line: up },
  waking: { kind: "dialing", call: out, stage: "waking", line: up },
  dialingVoicemail: { kind: "dialing", call: out, stage: "message", line: up },
  ringing: { kind: "ringing", call: out, toVoicemail: false, line: up },
  ringingVoicemail: { kind: "ringing", call: out, toVoicemail: true, line: up },
  incoming: ring(inc),
  answering: answering(inc),
  inCall: { kind: "inCall", talk: talk(out), line: up },
  waiting: { kind: "inCall", talk: talk(out, { waiting: second }), line: up },
  passed: { kind: "inCall", talk: talk(out, { passed }), line: up },
  reconnecting: { kind: "reconnecting", talk: talk(out), line: up },
  voicemail: { kind: "inCall", talk: talk(out, { voicemail: true }), line: up },
  ended: ended(out),
  endedBusy: ended(out, { outcome: "busy" }),
  notPlaced: { kind: "notPlaced", call: out, problem: denied, line: up },
  notPlacedDown: { kind: "notPlaced", call: out, problem: denied, line: down },
  signedOut: { kind: "failed", problem: makeProblem("signed_out") },
} satisfies Record<string, PhoneState>;
type Name = keyof typeof states;

const over = { type: "over", outcome: null, problem: null, durationSeconds: 3 } as const;
const outcome = { type: "outcome", outcome: "busy", refusal: null, durationSeconds: 0 } as const;

const events = {
  started: { type: "started" },
  stopped: { type: "stopped" },
  elsewhere: { type: "elsewhere", inCall: false },
  keptElsewhere: { type: "elsewhere", inCall: true },
  ringsElsewhere: { type: "callsElsewhere", calls: { ringing: second.peer, inCall: true } },
  quietElsewhere: { type: "callsElsewhere", calls: { ringing: null, inCall: false } },
  lineStarting: { type: "line", report: { kind: "starting" } },
  lineUp: { type: "line", report: { kind: "up" } },
  lineDown: { type: "line", report: { kind: "down", problem: lost, retryAt: 9 } },
  refused: { type: "line", report: { kind: "refused", problem: makeProblem("signed_out") } },
  dial: { type: "dial", call: out },
  dialFailed: { type: "dialFailed", ref: "out", problem: denied },
  wakes: { type: "stage", ref: "out", stage: "waking" },
  takesMessage: { type: "stage", ref: "out", stage: "message" },
  ringing: { type: "ringing", ref: "out" },
  incoming: { type: "incoming", call: second },
  answering: { type: "answering", ref: "in" },
  answerFailed: { type: "answerFailed", ref: "in", problem: denied },
  blocked: { type: "soundBlocked", ref: "in", blocked: true },
  answeredOut: { type: "answered", ref: "out", at: 1 },
  answeredIn: { type: "answered", ref: "in", at: 1 },
  answerWaiting: { type: "answerWaiting", ref: "second" },
  muted: { type: "muted", ref: "out", muted: true },
  hint: { type: "hint", ref: "out", hint: "silent_microphone" },
  quality: { type: "quality", ref: "out", quality: { ...noQuality, score: 4 } },
  mediaLost: { type: "mediaLost", ref: "out" },
  mediaBack: { type: "mediaBack", ref: "out" },
  overOut: { ...over, ref: "out" },
  overIn: { ...over, ref: "in" },
  overSecond: { ...over, ref: "second" },
  outcome: { ...outcome, ref: "out" },
  outcomeSecond: { ...outcome, ref: "second" },
  dismissed: { type: "dismissed", report: { kind: "up" } },
  dismissedDown: { type: "dismissed", report: { kind: "down", problem: lost, retryAt: 9 } },
} satisfies Record<string, PhoneEvent>;
type EventName = keyof typeof events;

const offlineLater: PhoneState = { kind: "offline", problem: lost, retryAt: 9 };
const everyone = (next: PhoneState): Partial<Record<Name, PhoneState>> =>
  Object.fromEntries(Object.keys(states).map((name) => [name, next]));

/** Each state of which a change of the line changes only its `line`. */
function withLine(line: LineState): Partial<Record<Name, PhoneState>> {
  return Object.fromEntries(
    Object.entries<PhoneState>(states)
      .filter(([, state]) => "line" in state)
      .map(([name, state]) => [name, { ...state, line }]),
  );
}

/** What each event does in each state. A state that is not named stays as it is. */
const table: Record<EventName, Partial<Record<Name, PhoneState>>> = {
  started: {
    off: states.starting,
    elsewhere: states.starting,
    ringsElsewhere: states.starting,
    askedElsewhere: states.starting,
  },
  stopped: everyone(states.off),
  elsewhere: { ...everyone(states.elsewhere), off: states.off, ringsElsewhere: states.ringsElsewhere },
  keptElsewhere: {
    ...everyone(states.askedElsewhere),
    off: states.off,
    ringsElsewhere: { kind: "elsewhere", inCall: true, ringing: second.peer },
  },
  ringsElsewhere: {
    elsewhere: states.ringsElsewhere,
    askedElsewhere: { ...states.ringsElsewhere, inCall: true },
  },
  quietElsewhere: { ringsElsewhere: states.elsewhere, askedElsewhere: states.elsewhere },
  lineStarting: {
    ...withLine({ kind: "starting" }),
    offline: states.starting,
    ready: states.starting,
    signedOut: states.starting,
  },
  lineUp: {
    starting: states.ready,
    offline: states.ready,
    signedOut: states.ready,
    notPlacedDown: states.notPlaced,
  },
  lineDown: {
    ...withLine(down),
    starting: offlineLater,
    offline: offlineLater,
    ready: offlineLater,
    signedOut: offlineLater,
  },
  refused: {
    ...withLine({ kind: "down", problem: makeProblem("signed_out") }),
    starting: states.signedOut,
    offline: states.signedOut,
    ready: states.signedOut,
    notPlaced: states.signedOut,
    notPlacedDown: states.signedOut,
  },
  dial: {
    ready: states.dialing,
    ended: states.dialing,
    endedBusy: states.dialing,
    notPlaced: states.dialing,
  },
  dialFailed: {
    dialing: states.notPlaced,
    waking: states.notPlaced,
    dialingVoicemail: states.notPlaced,
  },
  wakes: { dialing: states.waking },
  takesMessage: {
    dialing: states.dialingVoicemail,
    waking: states.dialingVoicemail,
    ringing: states.ringingVoicemail,
    inCall: states.voicemail,
    waiting: { ...states.waiting, talk: talk(out, { waiting: second, voicemail: true }) },
    passed: { ...states.passed, talk: talk(out, { passed, voicemail: true }) },
    reconnecting: { ...states.reconnecting, talk: talk(out, { voicemail: true }) },
  },
  ringing: {
    dialing: states.ringing,
    waking: states.ringing,
    dialingVoicemail: states.ringingVoicemail,
  },
  incoming: {
    starting: ring(second),
    offline: ring(second),
    ready: ring(second),
    ended: ring(second),
    endedBusy: ring(second),
    notPlaced: ring(second),
    notPlacedDown: ring(second, { line: down }),
    signedOut: ring(second),
    inCall: states.waiting,
    passed: { ...states.waiting, talk: talk(out, { waiting: second, passed }) },
    reconnecting: { ...states.reconnecting, talk: talk(out, { waiting: second }) },
    voicemail: { ...states.voicemail, talk: talk(out, { voicemail: true, waiting: second }) },
  },
  answering: { incoming: states.answering },
  answerFailed: { answering: ring(inc, { problem: denied }) },
  blocked: { incoming: ring(inc, { soundBlocked: true }) },
  answeredOut: {
    dialing: states.inCall,
    waking: states.inCall,
    dialingVoicemail: states.voicemail,
    ringing: states.inCall,
    ringingVoicemail: states.voicemail,
  },
  answeredIn: {
    incoming: { ...states.inCall, talk: talk(inc) },
    answering: { ...states.inCall, talk: talk(inc) },
  },
  answerWaiting: { waiting: answering(second) },
  muted: {
    inCall: { ...states.inCall, talk: talk(out, { muted: true }) },
    waiting: { ...states.waiting, talk: talk(out, { muted: true, waiting: second }) },
    passed: { ...states.passed, talk: talk(out, { muted: true, passed }) },
    reconnecting: { ...states.reconnecting, talk: talk(out, { muted: true }) },
    voicemail: { ...states.voicemail, talk: talk(out, { muted: true, voicemail: true }) },
  },
  hint: {
    inCall: { ...states.inCall, talk: talk(out, { hint: "silent_microphone" }) },
    waiting: { ...states.waiting, talk: talk(out, { hint: "silent_microphone", waiting: second }) },
    passed: { ...states.passed, talk: talk(out, { hint: "silent_microphone", passed }) },
    reconnecting: { ...states.reconnecting, talk: talk(out, { hint: "silent_microphone" }) },
    voicemail: { ...states.voicemail, talk: talk(out, { hint: "silent_microphone", voicemail: true }) },
  },
  quality: {
    inCall: { ...states.inCall, talk: talk(out, { quality: { ...noQuality, score: 4 } }) },
    waiting: { ...states.waiting, talk: talk(out, { quality: { ...noQuality, score: 4 }, waiting: second }) },
    passed: { ...states.passed, talk: talk(out, { quality: { ...noQuality, score: 4 }, passed }) },
    reconnecting: { ...states.reconnecting, talk: talk(out, { quality: { ...noQuality, score: 4 } }) },
    voicemail: {
      ...states.voicemail,
      talk: talk(out, { quality: { ...noQuality, score: 4 }, voicemail: true }),
    },
  },
  mediaLost: {
    inCall: states.reconnecting,
    waiting: { ...states.waiting, kind: "reconnecting" },
    passed: { ...states.passed, kind: "reconnecting" },
    voicemail: { ...states.voicemail, kind: "reconnecting" },
  },
  mediaBack: { reconnecting: states.inCall },
  overOut: {
    dialing: ended(out, { durationSeconds: 3 }),
    waking: ended(out, { durationSeconds: 3, lastStage: "waking" }),
    dialingVoicemail: ended(out, { durationSeconds: 3, lastStage: "message" }),
    ringing: ended(out, { durationSeconds: 3 }),
    ringingVoicemail: ended(out, { durationSeconds: 3, lastStage: "message" }),
    voicemail: ended(out, { durationSeconds: 3, lastStage: "message" }),
    inCall: ended(out, { durationSeconds: 3 }),
    reconnecting: ended(out, { durationSeconds: 3 }),
    waiting: ring(second),
    passed: ended(out, { durationSeconds: 3 }),
  },
  overIn: { incoming: ended(inc, { durationSeconds: 3 }), answering: ended(inc, { durationSeconds: 3 }) },
  overSecond: { waiting: states.passed },
  outcome: { ended: states.endedBusy },
  outcomeSecond: {
    passed: { ...states.passed, talk: talk(out, { passed: { call: second, outcome: "busy" } }) },
  },
  dismissed: {
    ended: states.ready,
    endedBusy: states.ready,
    notPlaced: states.ready,
    notPlacedDown: states.ready,
    signedOut: states.ready,
  },
  dismissedDown: {
    ended: offlineLater,
    endedBusy: offlineLater,
    notPlaced: offlineLater,
    notPlacedDown: offlineLater,
    signedOut: offlineLater,
  },
};

const stateNames = Object.keys(states).filter((name): name is Name => name in states);
const eventNames = Object.keys(events).filter((name): name is EventName => name in events);

describe.each(eventNames)("the event %s", (event) => {
  test.each(stateNames)("does in the state %s what the table says", (name) => {
    const before: PhoneState = states[name];
    expect(reduce(before, events[event])).toEqual(table[event][name] ?? before);
  });
});

test("the table has every kind of state and every type of event", () => {
  // The compiler demands each name here.
  const kinds: Record<PhoneState["kind"], true> = {
    off: true,
    elsewhere: true,
    starting: true,
    offline: true,
    failed: true,
    ready: true,
    notPlaced: true,
    dialing: true,
    ringing: true,
    incoming: true,
    inCall: true,
    reconnecting: true,
    ended: true,
  };
  const types: Record<PhoneEvent["type"], true> = {
    started: true,
    stopped: true,
    elsewhere: true,
    callsElsewhere: true,
    line: true,
    dial: true,
    dialFailed: true,
    stage: true,
    ringing: true,
    incoming: true,
    answering: true,
    answerFailed: true,
    soundBlocked: true,
    answered: true,
    answerWaiting: true,
    muted: true,
    quality: true,
    hint: true,
    mediaLost: true,
    mediaBack: true,
    over: true,
    outcome: true,
    dismissed: true,
  };
  expect(new Set(Object.values<PhoneState>(states).map(({ kind }) => kind))).toEqual(
    new Set(Object.keys(kinds)),
  );
  expect(new Set(Object.values<PhoneEvent>(events).map(({ type }) => type))).toEqual(
    new Set(Object.keys(types)),
  );
});

test("a call can be placed from the end of another only while the line is up", () => {
  for (const line of [down, { kind: "starting" }] as const) {
    const state = ended(out, { line });
    expect(reduce(state, events.dial)).toBe(state);
  }
});

test("an event of another call changes nothing, in any state", () => {
  for (const name of stateNames) {
    const before: PhoneState = states[name];
    for (const event of Object.values<PhoneEvent>(events)) {
      if ("ref" in event) expect(reduce(before, { ...event, ref: "of another call" })).toBe(before);
    }
  }
});
