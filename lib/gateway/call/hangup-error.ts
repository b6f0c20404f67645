import type { SignalError } from "../signalling/protocol";
import type { DialStatus } from "../twiml/outcome";

/** Why a call ended that nobody answered: the outcome of its `<Dial>`, or `<Reject>`. */
export type UnansweredReason = DialStatus | "rejected";

/**
 * The SDK error code for a caller whom nobody answered, after SIP's own: 31486 busy, 31480 unavailable
 * (seen on Twilio: https://github.com/twilio/voice-quickstart-android/issues/463), 31404 not found, 31603 declined.
 */
const UNANSWERED_CODES: Record<UnansweredReason, number> = {
  completed: 31603,
  busy: 31486,
  "no-answer": 31480,
  failed: 31404,
  canceled: 31603,
  rejected: 31603,
};

/** The error in a `hangup`. The SDK uses this wording whatever the code (`twilio/call.ts`). */
export function hangupError(code: number): SignalError {
  return { code, message: "Error sent from gateway in HANGUP" };
}

/** The error of an unanswered call: the SDK reports its end as one (https://github.com/twilio/twilio-voice.js/issues/140). */
export function unansweredError(why: UnansweredReason): SignalError {
  return hangupError(UNANSWERED_CODES[why]);
}
