import type { ConferenceNoun } from "../twiml/verbs";
import { ConferenceError, type ConferenceErrorCode } from "./conference-error";
import { isLabel, type LabelCodes } from "./label";

/** Who is in a conference, as far as it matters for who else may come in. */
export interface Crowd {
  /** With the calls that are being made to come in. */
  readonly size: number;
  readonly labels: ReadonlySet<string | undefined>;
  /** Undefined: it is not in the conference. */
  holds(callSid: string): boolean | undefined;
}

/** The codes for what is wrong with a label, or with the one who is to be coached. */
export interface AdmissionCodes extends LabelCodes {
  coach: ConferenceErrorCode;
}

/**
 * Checks whether somebody may come into a conference.
 *
 * @param limit how many may be in it
 * @throws ConferenceError when the label is malformed or taken, the conference is full, or the one to coach is not there or on hold
 */
export function checkAdmission(
  noun: ConferenceNoun,
  crowd: Crowd,
  limit: number,
  codes: AdmissionCodes,
): void {
  const { label, coach } = noun;
  if (label !== undefined && !isLabel(label)) throw new ConferenceError(codes.malformed);
  if (label !== undefined && crowd.labels.has(label)) throw new ConferenceError(codes.taken);
  if (crowd.size >= limit) throw new ConferenceError(16020);
  if (coach !== undefined) checkCoached(coach, crowd, codes.coach);
}

/**
 * Checks whether a participant can be coached.
 *
 * @param absent the code for one who is not in the conference
 * @throws ConferenceError when not
 */
export function checkCoached(callSid: string, crowd: Crowd, absent: ConferenceErrorCode): void {
  const hold = crowd.holds(callSid);
  if (hold === undefined) throw new ConferenceError(absent);
  if (hold) throw new ConferenceError(16027);
}
