import type { ConferenceErrorCode } from "./conference-error";

const MAX_LENGTH = 128;

/**
 * Whether a label may name a participant: at most 128 characters, not a CallSid, and no slash, encoded or not
 * (https://www.twilio.com/docs/api/errors/16023).
 */
export function isLabel(label: string): boolean {
  return label.length <= MAX_LENGTH && !/^CA[0-9a-f]{32}$/.test(label) && !/\/|%2f/i.test(label);
}

/** The codes for a label that is malformed, and for one that somebody else has: of `<Dial>`, and of the REST interface. */
export interface LabelCodes {
  malformed: ConferenceErrorCode;
  taken: ConferenceErrorCode;
}

/** The codes of `<Dial><Conference>`. */
export const DIAL_LABEL_CODES: LabelCodes = { malformed: 16023, taken: 16025 };
/** The codes of the REST interface. */
export const REST_LABEL_CODES: LabelCodes = { malformed: 16024, taken: 16026 };
