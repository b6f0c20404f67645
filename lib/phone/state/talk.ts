import type { CallInfo, Quality, Talk } from "../model/types";
import type { PhoneEvent } from "./events";

/** Before the first sample of a call. */
export const noQuality: Quality = {
  score: null,
  warnings: [],
  rttMs: null,
  jitterMs: null,
  lossFraction: null,
};

/** A call was answered, by the person or by `voicemail`. `since`: milliseconds since the epoch. */
export function beginTalk(call: CallInfo, since: number, voicemail: boolean): Talk {
  return {
    call,
    since,
    muted: false,
    quality: noQuality,
    hint: null,
    waiting: null,
    passed: null,
    voicemail,
  };
}

/** The events that change what is known of a talk, and do not end it. */
export type TalkEvent = Extract<
  PhoneEvent,
  { type: "stage" | "muted" | "quality" | "hint" | "incoming" | "over" | "outcome" }
>;

/**
 * The talk after an event. The event may belong to a second call, which waits, ends without having been answered, and
 * gets its outcome later. An event of any other call changes nothing.
 */
export function reduceTalk(talk: Talk, event: TalkEvent): Talk {
  const mine = "ref" in event && event.ref === talk.call.ref;
  const { waiting, passed } = talk;
  switch (event.type) {
    case "stage":
      return mine && event.stage === "message" && !talk.voicemail ? { ...talk, voicemail: true } : talk;
    case "muted":
      return mine ? { ...talk, muted: event.muted } : talk;
    case "quality":
      return mine ? { ...talk, quality: event.quality } : talk;
    case "hint":
      return mine && event.hint !== talk.hint ? { ...talk, hint: event.hint } : talk;
    case "incoming":
      return waiting ? talk : { ...talk, waiting: event.call };
    case "over":
      if (waiting?.ref !== event.ref) return talk;
      return { ...talk, waiting: null, passed: { call: waiting, outcome: event.outcome } };
    case "outcome":
      if (passed?.call.ref !== event.ref || passed.outcome !== null) return talk;
      return { ...talk, passed: { ...passed, outcome: event.outcome } };
  }
}
