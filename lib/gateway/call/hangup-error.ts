import type { SignalError } from "../signalling/protocol";
import type { DialStatus } from "../twiml/outcome";

/** Why nobody answered a call: the status of its `<Dial>`, or a `<Reject>`. */
export type UnansweredReason = DialStatus | "rejected";

/**
 * The SDK's error codes for an unanswered call, which follow those of SIP: 31486 busy, 31480 unavailable
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

/** The error in a `hangup`, in the words that the SDK uses for any code (its `call.ts`). */
export function hangupError(code: number): SignalError {
  return { code, message: "Error sent from gateway in HANGUP" };
}

/** The error of an unanswered call. The SDK reports it to the page (https://github.com/twilio/twilio-voice.js/issues/140). */
export function unansweredError(why: UnansweredReason): SignalError {
  return hangupError(UNANSWERED_CODES[why]);
}
