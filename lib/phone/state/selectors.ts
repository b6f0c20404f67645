import { type CallStage, isMissed } from "@/lib/contracts";
import type { CallInfo, IncomingCall, OutgoingCall, PhoneState, Talk } from "../model/types";

/** Two people talk, or would if their connection were not being restored. */
export type TalkState = Extract<PhoneState, { kind: "inCall" | "reconnecting" }>;

type EndedState = Extract<PhoneState, { kind: "ended" }>;

/** Whether this tab has the phone, or is about to. */
export function hasPhone(state: PhoneState): boolean {
  switch (state.kind) {
    case "off":
    case "elsewhere":
      return false;
    case "starting":
    case "offline":
    case "failed":
    case "ready":
    case "notPlaced":
    case "dialing":
    case "ringing":
    case "incoming":
    case "inCall":
    case "reconnecting":
    case "ended":
      return true;
  }
}

/** Whether it is known by now whether the phone of this tab can be used. */
export function hasOpened({ kind }: PhoneState): boolean {
  return kind !== "off" && kind !== "starting";
}

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

/** The state, if two people talk; else null. */
export function talkStateOf(state: PhoneState): TalkState | null {
  return "talk" in state ? state : null;
}

/** The talk of two people; null: there is none. */
export function talkOf(state: PhoneState): Talk | null {
  return talkStateOf(state)?.talk ?? null;
}

/**
 * What the server has said of my call under way, if it still holds: closed devices are rung for it, or voicemail has
 * answered it or is about to. null: neither, or there is no call of mine.
 */
export function stageOf(state: PhoneState): CallStage | null {
  switch (state.kind) {
    case "dialing":
      return state.stage;
    case "ringing":
      return state.toVoicemail ? "message" : null;
    case "inCall":
    case "reconnecting":
      return state.talk.voicemail ? "message" : null;
    case "off":
    case "elsewhere":
    case "starting":
    case "offline":
    case "failed":
    case "ready":
    case "notPlaced":
    case "incoming":
    case "ended":
      return null;
  }
}

/**
 * Whether `next` is `state` with other numbers of quality, as after each sample of a call, one a second. The score and the
 * warnings, which are shown by themselves, are the same.
 */
export function isSameButForNumbers(state: PhoneState, next: PhoneState): boolean {
  const [talk, nextTalk] = [talkOf(state), talkOf(next)];
  if (!talk || !nextTalk) return false;
  const { score, warnings } = talk.quality;
  return (
    areSame({ ...state, talk: null }, { ...next, talk: null }) &&
    areSame({ ...talk, quality: null }, { ...nextTalk, quality: null }) &&
    score === nextTalk.quality.score &&
    areSame(warnings, nextTalk.quality.warnings)
  );
}

/** Whether both have the same values under the same names. */
function areSame(a: object, b: object): boolean {
  const [mine, theirs] = [Object.entries(a), new Map(Object.entries(b))];
  return mine.length === theirs.size && mine.every(([name, value]) => Object.is(value, theirs.get(name)));
}

/** The call that asks for an answer: the only one, or a second one that waits. */
export function ringingCall(state: PhoneState): IncomingCall | null {
  if (state.kind === "incoming") return state.answering ? null : state.call;
  return talkOf(state)?.waiting ?? null;
}

/** A call is dialled, rings or is talked in. */
export function isBusy(state: PhoneState): boolean {
  return callOf(state) !== null && state.kind !== "ended";
}

/** A call would end if the page were left now. One that only rings here may still be answered elsewhere. */
export function hasCallUp(state: PhoneState): boolean {
  return isBusy(state) && !(state.kind === "incoming" && !state.answering);
}

/** The present call is talked in, or was just answered here. */
export function isAnsweredCall(state: PhoneState): boolean {
  return talkOf(state) !== null || (state.kind === "incoming" && state.answering);
}

/** The call `ref` has been answered here, and is not over. */
export function isAnswered(state: PhoneState, ref: string): boolean {
  return isBusy(state) && callOf(state)?.ref === ref && ringingCall(state)?.ref !== ref;
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

/** Whether the user can leave the state for that of the line. */
export function canDismiss(state: PhoneState): boolean {
  switch (state.kind) {
    case "failed":
    case "notPlaced":
    case "ended":
      return true;
    case "off":
    case "elsewhere":
    case "starting":
    case "offline":
    case "ready":
    case "dialing":
    case "ringing":
    case "incoming":
    case "inCall":
    case "reconnecting":
      return false;
  }
}

/** The call that was not begun, and that `retry()` places again; null: there is none. */
export function callToRetry(state: PhoneState): OutgoingCall | null {
  switch (state.kind) {
    case "notPlaced":
      return state.call;
    case "off":
    case "elsewhere":
    case "starting":
    case "offline":
    case "failed":
    case "ready":
    case "dialing":
    case "ringing":
    case "incoming":
    case "inCall":
    case "reconnecting":
    case "ended":
      return null;
  }
}

/** Whether an anonymous call of this tab is on its way or rings, and so is not answered yet. */
export function placesAnonymousCall(state: PhoneState): boolean {
  return (state.kind === "dialing" || state.kind === "ringing") && state.call.anonymous;
}

/**
 * Whether one more call may ring: while there is no call, or during a talk while no other call waits. Otherwise the
 * phone is busy, also while it dials. So when two people dial each other at once, each phone rejects the other's call:
 * both calls end as busy, and neither person is left in a call alone.
 */
export function hasRoom(state: PhoneState): boolean {
  switch (state.kind) {
    // The network may ring a tab a moment before its line is reported up.
    case "starting":
    case "offline":
    case "failed":
    case "ready":
    case "notPlaced":
    case "ended":
      return true;
    case "inCall":
    case "reconnecting":
      return state.talk.waiting === null;
    case "off":
    case "elsewhere":
    case "dialing":
    case "ringing":
    case "incoming":
      return false;
  }
}

/** The last call that is over: the one shown as ended, or one that waited while another was talked in. */
export function passedCall(state: PhoneState): Pick<EndedState, "call" | "outcome"> | null {
  return state.kind === "ended" ? state : (talkOf(state)?.passed ?? null);
}

/** The call to me that was missed, once its outcome is known. */
export function missedCall(state: PhoneState): CallInfo | null {
  const passed = passedCall(state);
  if (!passed) return null;
  const { call, outcome } = passed;
  return isMissed({ direction: call.direction, outcome }) ? call : null;
}

/** The colour of the phone's dot. Red: only the user can help. Amber: not reachable for now. */
export function lightOf(state: PhoneState): "green" | "amber" | "red" | "grey" {
  switch (state.kind) {
    case "ready":
    case "dialing":
    case "ringing":
    case "incoming":
    case "inCall":
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
