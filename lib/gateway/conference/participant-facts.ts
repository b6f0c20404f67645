import type { FormParams } from "../webhook/signature";

/** What there is to say about a participant, or about a call that is being made to become one. Times are in ms since the epoch. */
export interface ParticipantFacts {
  readonly callSid: string;
  readonly label: string | undefined;
  /** The CallSid of the one who alone hears this one. */
  readonly coach: string | undefined;
  readonly muted: boolean;
  readonly hold: boolean;
  readonly endConferenceOnExit: boolean;
  readonly startConferenceOnEnter: boolean;
  readonly status: "queued" | "ringing" | "connected";
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** What every event says about the participant it is about (https://www.twilio.com/docs/voice/twiml/conference). */
export function participantParams(facts: ParticipantFacts): FormParams {
  return [
    ["CallSid", facts.callSid],
    ["Muted", String(facts.muted)],
    ["Hold", String(facts.hold)],
    ["Coaching", String(facts.coach !== undefined)],
    ["EndConferenceOnExit", String(facts.endConferenceOnExit)],
    ["StartConferenceOnEnter", String(facts.startConferenceOnEnter)],
    ...(facts.label === undefined ? [] : [["ParticipantLabel", facts.label] as const]),
  ];
}
