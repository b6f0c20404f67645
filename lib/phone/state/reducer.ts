import type { IncomingCall, LineState, PhoneState } from "../model/types";
import type { LineReport, PhoneEvent } from "./events";
import { canDial, canDismiss, hasPhone, hasRoom, stageOf, type TalkState, talkStateOf } from "./selectors";
import { beginTalk, reduceTalk, type TalkEvent } from "./talk";

/** The state of a phone that was not started yet. */
export const initialState: PhoneState = { kind: "off" };

type EventOf<Type extends PhoneEvent["type"]> = Extract<PhoneEvent, { type: Type }>;

/** The states of a call before two people talk. */
type Unanswered = Extract<PhoneState, { kind: "dialing" | "ringing" | "incoming" }>;

const up: LineState = { kind: "up" };

/** The state of a phone that has no call to show. */
function atRest(report: LineReport): PhoneState {
  switch (report.kind) {
    case "starting":
      return { kind: "starting" };
    case "up":
      return { kind: "ready" };
    case "down":
      return { kind: "offline", problem: report.problem, retryAt: report.retryAt };
    case "refused":
      return { kind: "failed", problem: report.problem };
  }
}

/** The line as a part of a state that stays when the line is lost. */
function lineOf(report: LineReport): LineState {
  switch (report.kind) {
    case "up":
    case "starting":
      return { kind: report.kind };
    case "down":
    case "refused":
      return { kind: "down", problem: report.problem };
  }
}

function ring(call: IncomingCall, line: LineState) {
  return { kind: "incoming", answering: false, call, soundBlocked: false, line } as const;
}

function beginAnswer(call: IncomingCall, line: LineState): PhoneState {
  return { kind: "incoming", answering: true, call, line };
}

/** The state, if its call is `ref` and has not been answered; else null. */
function unansweredOf(state: PhoneState, ref: string): Unanswered | null {
  switch (state.kind) {
    case "dialing":
    case "ringing":
    case "incoming":
      return state.call.ref === ref ? state : null;
    case "off":
    case "elsewhere":
    case "starting":
    case "offline":
    case "failed":
    case "ready":
    case "notPlaced":
    case "inCall":
    case "reconnecting":
    case "ended":
      return null;
  }
}

/** The state of a talk after an event that does not end it. */
function inTalk(state: TalkState, event: TalkEvent): PhoneState {
  const talk = reduceTalk(state.talk, event);
  return talk === state.talk ? state : { ...state, talk };
}

function onLine(state: PhoneState, report: LineReport): PhoneState {
  switch (state.kind) {
    case "off":
    case "elsewhere":
      return state;
    case "starting":
      return report.kind === "starting" ? state : atRest(report);
    case "ready":
      return report.kind === "up" ? state : atRest(report);
    case "offline":
    case "failed":
      return atRest(report);
    case "notPlaced":
      // Placing the call again is no use before the user has brought the line back.
      return report.kind === "refused" ? atRest(report) : { ...state, line: lineOf(report) };
    case "dialing":
    case "ringing":
    case "incoming":
    case "inCall":
    case "reconnecting":
    case "ended":
      return { ...state, line: lineOf(report) };
  }
}

function onIncoming(state: PhoneState, event: EventOf<"incoming">): PhoneState {
  if (!hasRoom(state)) return state;
  const talking = talkStateOf(state);
  return talking ? inTalk(talking, event) : ring(event.call, "line" in state ? state.line : up);
}

/** The server's word on my call. That closed devices are rung is old news once it rings or voicemail has the call. */
function onStage(state: PhoneState, event: EventOf<"stage">): PhoneState {
  const talking = talkStateOf(state);
  if (talking) return inTalk(talking, event);
  const unanswered = unansweredOf(state, event.ref);
  if (unanswered?.kind === "dialing" && unanswered.stage !== "message")
    return unanswered.stage === event.stage ? state : { ...unanswered, stage: event.stage };
  if (unanswered?.kind === "ringing" && event.stage === "message" && !unanswered.toVoicemail)
    return { ...unanswered, toVoicemail: true };
  return state;
}

function onRinging(state: PhoneState, { ref }: EventOf<"ringing">): PhoneState {
  if (state.kind !== "dialing" || state.call.ref !== ref) return state;
  const { call, line } = state;
  return { kind: "ringing", call, toVoicemail: stageOf(state) === "message", line };
}

function onAnswered(state: PhoneState, { ref, at }: EventOf<"answered">): PhoneState {
  const unanswered = unansweredOf(state, ref);
  if (!unanswered) return state;
  const { call, line } = unanswered;
  return { kind: "inCall", talk: beginTalk(call, at, stageOf(state) === "message"), line };
}

function onMedia(state: PhoneState, ref: string, kind: TalkState["kind"]): PhoneState {
  const talking = talkStateOf(state);
  return talking && talking.kind !== kind && talking.talk.call.ref === ref ? { ...talking, kind } : state;
}

/** Events of the call that rings here as the only one. */
function onRing(
  state: PhoneState,
  event: EventOf<"answering"> | EventOf<"answerFailed"> | EventOf<"soundBlocked">,
): PhoneState {
  if (state.kind !== "incoming" || state.call.ref !== event.ref) return state;
  switch (event.type) {
    case "answering":
      return beginAnswer(state.call, state.line);
    case "answerFailed":
      return state.answering ? { ...ring(state.call, state.line), problem: event.problem } : state;
    case "soundBlocked":
      return state.answering ? state : { ...state, soundBlocked: event.blocked };
  }
}

/** `before`: the state in which the call ended. */
function ended(before: TalkState | Unanswered, event: EventOf<"over">): PhoneState {
  const { outcome, problem, durationSeconds } = event;
  const call = "talk" in before ? before.talk.call : before.call;
  const lastStage = stageOf(before);
  return {
    kind: "ended",
    call,
    lastStage,
    outcome,
    refusal: null,
    problem,
    durationSeconds,
    line: before.line,
  };
}

function onOver(state: PhoneState, event: EventOf<"over">): PhoneState {
  const talking = talkStateOf(state);
  if (!talking) {
    const unanswered = unansweredOf(state, event.ref);
    return unanswered ? ended(unanswered, event) : state;
  }
  const { call, waiting } = talking.talk;
  if (call.ref !== event.ref) return inTalk(talking, event);
  // The waiting call has rung softly until now. From now on it rings as the only call.
  return waiting ? ring(waiting, talking.line) : ended(talking, event);
}

function onOutcome(state: PhoneState, event: EventOf<"outcome">): PhoneState {
  const talking = talkStateOf(state);
  if (talking) return inTalk(talking, event);
  if (state.kind !== "ended" || state.call.ref !== event.ref || state.outcome !== null) return state;
  const { outcome, refusal, durationSeconds } = event;
  return { ...state, outcome, refusal, durationSeconds };
}

/** The next state. An event that does not belong to the present state changes nothing. Pure. */
export function reduce(state: PhoneState, event: PhoneEvent): PhoneState {
  switch (event.type) {
    case "started":
      return hasPhone(state) ? state : { kind: "starting" };
    case "stopped":
      return initialState;
    case "elsewhere": {
      if (state.kind === "off") return state;
      const ringing = state.kind === "elsewhere" ? state.ringing : null;
      return { kind: "elsewhere", inCall: event.inCall, ringing };
    }
    case "callsElsewhere": {
      if (state.kind !== "elsewhere") return state;
      const { ringing, inCall } = event.calls;
      // `inCall` is shown only after the user has asked for the phone, and only while the call lasts.
      return { ...state, ringing, inCall: state.inCall && inCall };
    }
    case "line":
      return onLine(state, event.report);
    case "dial":
      return canDial(state) ? { kind: "dialing", call: event.call, stage: null, line: up } : state;
    case "dialFailed":
      if (state.kind !== "dialing" || state.call.ref !== event.ref) return state;
      return { kind: "notPlaced", call: state.call, problem: event.problem, line: state.line };
    case "stage":
      return onStage(state, event);
    case "ringing":
      return onRinging(state, event);
    case "incoming":
      return onIncoming(state, event);
    case "answering":
    case "answerFailed":
    case "soundBlocked":
      return onRing(state, event);
    case "answered":
      return onAnswered(state, event);
    case "answerWaiting": {
      const talking = talkStateOf(state);
      const waiting = talking?.talk.waiting;
      return talking && waiting?.ref === event.ref ? beginAnswer(waiting, talking.line) : state;
    }
    case "muted":
    case "quality":
    case "hint": {
      const talking = talkStateOf(state);
      return talking ? inTalk(talking, event) : state;
    }
    case "mediaLost":
      return onMedia(state, event.ref, "reconnecting");
    case "mediaBack":
      return onMedia(state, event.ref, "inCall");
    case "over":
      return onOver(state, event);
    case "outcome":
      return onOutcome(state, event);
    case "dismissed":
      return canDismiss(state) ? atRest(event.report) : state;
  }
}
