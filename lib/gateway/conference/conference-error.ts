/**
 * What can go wrong, with Twilio's codes (https://www.twilio.com/docs/api/errors). Where `<Dial><Conference>` and the REST interface have
 * a code each for the same thing, the first one is that of `<Dial>`.
 */
const messages = {
  13240: "Dial->Conference: the call to coach is not connected to this conference",
  16020: "Conference is full",
  16022: "Conference does not exist or is completed",
  16023: "Dial->Conference: Participant label invalid (max 128 chars, not CallSid, no '/')",
  16024: "Participant label invalid: max 128 chars, not a CallSid, no '/'",
  16025: "Dial->Conference: Participant label is in use by another participant",
  16026: "Participant label is in use by another participant",
  16027: "Participant to be whispered is on hold",
  16028: "Participant to be whispered is not present in the conference",
} as const;

/** A code that a conference refuses with. */
export type ConferenceErrorCode = keyof typeof messages;

/** Why somebody cannot join a conference, or a participant cannot be changed. Nothing has happened then. */
export class ConferenceError extends Error {
  constructor(readonly code: ConferenceErrorCode) {
    super(messages[code]);
    this.name = "ConferenceError";
  }
}
