import type { CallInfo, LineState, PhoneState } from "../types";
import type { LineReport, PhoneEvent } from "./events";
import { reduceTalk } from "./reducer-talk";
import { canDial, talkOf } from "./selectors";

export const initialState: PhoneState = { kind: "off" };

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

function lineOf(report: LineReport): LineState {
  switch (report.kind) {
    case "up":
    case "starting":
      return { kind: report.kind };
    default:
      return { kind: "down", problem: report.problem };
  }
}

function ring(call: CallInfo, line: LineState, answering = false): PhoneState {
  return { kind: "incoming", call, answering, soundBlocked: false, line };
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
      return atRest(report);
    case "failed":
      return atRest(report);
    case "notPlaced":
      // Placing the call again is no use before the user has brought the line back.
      return report.kind === "refused" ? atRest(report) : { ...state, line: lineOf(report) };
    default:
      return { ...state, line: lineOf(report) };
  }
}

function onIncoming(state: PhoneState, call: CallInfo): PhoneState {
  switch (state.kind) {
    case "starting":
    case "offline":
    case "ready":
    case "failed":
      return ring(call, up);
    case "ended":
    case "notPlaced":
      return ring(call, state.line);
    case "inCall":
    case "reconnecting":
      return state.talk.waiting ? state : { ...state, talk: { ...state.talk, waiting: call } };
    default:
      return state;
  }
}

function onOver(state: PhoneState, event: Extract<PhoneEvent, { type: "over" }>): PhoneState {
  if (talkOf(state)?.waiting?.ref === event.ref) return reduceTalk(state, event);
  const ended = { outcome: event.outcome, problem: event.problem, durationSeconds: event.durationSeconds };
  switch (state.kind) {
    case "inCall":
    case "reconnecting":
      if (state.talk.call.ref !== event.ref) return state;
      // The other call has been ringing softly all along: now it rings in earnest.
      if (state.talk.waiting) return ring(state.talk.waiting, state.line);
      return { kind: "ended", call: state.talk.call, refusal: null, line: state.line, ...ended };
    case "dialing":
    case "ringing":
    case "incoming":
      if (state.call.ref !== event.ref) return state;
      return { kind: "ended", call: state.call, refusal: null, line: state.line, ...ended };
    default:
      return state;
  }
}

/** The next state. An event that does not belong to the present state changes nothing. Pure. */
export function reduce(state: PhoneState, event: PhoneEvent): PhoneState {
  switch (event.type) {
    case "started":
      return state.kind === "off" || state.kind === "elsewhere" ? { kind: "starting" } : state;
    case "stopped":
      return initialState;
    case "elsewhere":
      if (state.kind === "off") return state;
      return {
        kind: "elsewhere",
        inCall: event.inCall,
        ringing: state.kind === "elsewhere" ? state.ringing : null,
      };
    case "callsElsewhere": {
      if (state.kind !== "elsewhere") return state;
      const { ringing, inCall } = event.calls;
      // That there is a call is shown once somebody has asked for the phone, and only while there is.
      return { ...state, ringing, inCall: state.inCall && inCall };
    }
    case "line":
      return onLine(state, event.report);
    case "dial":
      return canDial(state) ? { kind: "dialing", call: event.call, line: up } : state;
    case "dialFailed":
      return state.kind === "dialing" && state.call.ref === event.ref
        ? { kind: "notPlaced", call: state.call, problem: event.problem, line: state.line }
        : state;
    case "ringing":
      return state.kind === "dialing" && state.call.ref === event.ref ? { ...state, kind: "ringing" } : state;
    case "incoming":
      return onIncoming(state, event.call);
    case "answering":
      return state.kind === "incoming" && state.call.ref === event.ref
        ? ring(state.call, state.line, true)
        : state;
    case "answerFailed":
      return state.kind === "incoming" && state.call.ref === event.ref && state.answering
        ? { ...state, answering: false, problem: event.problem }
        : state;
    case "soundBlocked":
      return state.kind === "incoming" && state.call.ref === event.ref
        ? { ...state, soundBlocked: event.blocked }
        : state;
    case "over":
      return onOver(state, event);
    case "outcome":
      if (talkOf(state)) return reduceTalk(state, event);
      if (state.kind !== "ended" || state.call.ref !== event.ref || state.outcome !== null) return state;
      return {
        ...state,
        outcome: event.outcome,
        refusal: event.refusal,
        durationSeconds: event.durationSeconds,
      };
    case "dismissed":
      return state.kind === "ended" || state.kind === "notPlaced" || state.kind === "failed"
        ? atRest(event.report)
        : state;
    default:
      return reduceTalk(state, event);
  }
}
