import type { PhoneState, Quality, Talk } from "../types";
import type { PhoneEvent } from "./events";

/** Before the first sample of a call. */
export const noQuality: Quality = {
  score: null,
  warnings: [],
  rttMs: null,
  jitterMs: null,
  lossFraction: null,
};

type Talking = Extract<PhoneState, { kind: "inCall" | "reconnecting" }>;

function patch(state: Talking, ref: string, change: Partial<Talk>): PhoneState {
  return state.talk.call.ref === ref ? { ...state, talk: { ...state.talk, ...change } } : state;
}

function moveTo(kind: Talking["kind"], state: Talking, ref: string): PhoneState {
  return state.kind === kind || state.talk.call.ref !== ref ? state : { ...state, kind };
}

function whileTalking(state: Talking, event: PhoneEvent): PhoneState {
  switch (event.type) {
    case "muted":
      return patch(state, event.ref, { muted: event.muted });
    case "quality":
      return patch(state, event.ref, { quality: event.quality });
    case "hint":
      return event.hint === state.talk.hint ? state : patch(state, event.ref, { hint: event.hint });
    case "mediaLost":
      return moveTo("reconnecting", state, event.ref);
    case "mediaBack":
      return moveTo("inCall", state, event.ref);
    case "answerWaiting":
      return state.talk.waiting?.ref === event.ref
        ? {
            kind: "incoming",
            call: state.talk.waiting,
            answering: true,
            soundBlocked: false,
            line: state.line,
          }
        : state;
    case "over": {
      const call = state.talk.waiting;
      if (call?.ref !== event.ref) return state;
      return { ...state, talk: { ...state.talk, waiting: null, passed: { call, outcome: event.outcome } } };
    }
    case "outcome": {
      const { passed } = state.talk;
      if (passed?.call.ref !== event.ref || passed.outcome !== null) return state;
      return { ...state, talk: { ...state.talk, passed: { ...passed, outcome: event.outcome } } };
    }
    default:
      return state;
  }
}

/** The part of the reducer that concerns a call two people talk in. */
export function reduceTalk(state: PhoneState, event: PhoneEvent): PhoneState {
  if (state.kind === "inCall" || state.kind === "reconnecting") return whileTalking(state, event);
  const waitsForAnswer = state.kind === "dialing" || state.kind === "ringing" || state.kind === "incoming";
  if (event.type !== "answered" || !waitsForAnswer || state.call.ref !== event.ref) return state;
  return {
    kind: "inCall",
    talk: {
      call: state.call,
      since: event.at,
      muted: false,
      quality: noQuality,
      hint: null,
      waiting: null,
      passed: null,
    },
    line: state.line,
  };
}
