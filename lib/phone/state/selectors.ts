import type { CallInfo, PassedCall, PhoneState, Talk } from "../types";

/** Two people talk, or would if the line were not being restored. */
export type TalkState = Extract<PhoneState, { kind: "inCall" | "reconnecting" }>;

const missedOutcomes = ["no_answer", "canceled", "offline"] as const;

/** The call that is going on, or has just ended; null where there is none. */
export function callOf(state: PhoneState): CallInfo | null {
  switch (state.kind) {
    case "off":
    case "elsewhere":
    case "starting":
    case "offline":
    case "failed":
    case "ready":
    case "notPlaced":
      return null;
    case "dialing":
    case "ringing":
    case "incoming":
    case "ended":
      return state.call;
    case "inCall":
    case "reconnecting":
      return state.talk.call;
  }
}

export function talkOf(state: PhoneState): Talk | null {
  return "talk" in state ? state.talk : null;
}

export function talkStateOf(state: PhoneState): TalkState | null {
  return "talk" in state ? state : null;
}

/** A call is talked in here, or was just answered. */
export function isAnsweredCall(state: PhoneState): boolean {
  return "talk" in state || (state.kind === "incoming" && state.answering);
}

/** A call rings, is dialled or is talked in: the phone has no room for another one of mine. */
export function isBusy(state: PhoneState): boolean {
  return callOf(state) !== null && state.kind !== "ended";
}

/** Whether a call can be placed. One whose microphone was refused can be placed again. */
export function canDial(state: PhoneState): boolean {
  switch (state.kind) {
    case "ready":
      return true;
    case "ended":
    case "notPlaced":
      return state.line.kind === "up";
    case "off":
    case "elsewhere":
    case "starting":
    case "offline":
    case "failed":
    case "dialing":
    case "ringing":
    case "incoming":
    case "inCall":
    case "reconnecting":
      return false;
  }
}

/** The call that asks for an answer, the first or a waiting one. */
export function ringingCall(state: PhoneState): CallInfo | null {
  if (state.kind === "incoming") return state.answering ? null : state.call;
  return talkOf(state)?.waiting ?? null;
}

/** A call is up, or on its way up: leaving now would end it. One that only rings here is not mine to end. */
export function hasCallUp(state: PhoneState): boolean {
  return isBusy(state) && !(state.kind === "incoming" && !state.answering);
}

/** Whether the call `ref` has been answered here, and is not over. */
export function isAnswered(state: PhoneState, ref: string): boolean {
  return isBusy(state) && callOf(state)?.ref === ref && ringingCall(state)?.ref !== ref;
}

/** The last call that is over: the one shown as ended, or one that waited while another was talked in. */
export function passedCall(state: PhoneState): PassedCall | null {
  return state.kind === "ended" ? state : (talkOf(state)?.passed ?? null);
}

/** The call that somebody made to me and nobody answered, once that is known. */
export function missedCall(state: PhoneState): CallInfo | null {
  const passed = passedCall(state);
  if (!passed || passed.call.direction === "outgoing") return null;
  return missedOutcomes.some((outcome) => outcome === passed.outcome) ? passed.call : null;
}

/** What the phone looks like from afar: the colour of its dot. */
export function lightOf(state: PhoneState): "green" | "amber" | "red" | "grey" {
  switch (state.kind) {
    case "ready":
    case "inCall":
    case "dialing":
    case "ringing":
    case "incoming":
      return "green";
    case "starting":
    case "reconnecting":
    case "offline":
      return "amber";
    case "notPlaced":
    case "failed":
      return "red";
    case "off":
    case "elsewhere":
    case "ended":
      return "grey";
  }
}
