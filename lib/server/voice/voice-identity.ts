import "server-only";

/**
 * The Twilio identity of one device on which a person is signed in. The session is a part of it, so a token, a
 * registration or a call with this identity is worth nothing once the session has ended.
 *
 * Twilio takes `^[A-Za-z0-9_]{1,121}$`.
 */
export function voiceIdentity(personId: string, voiceId: string): string {
  return `${personId}_${voiceId}`;
}

/** The Twilio identity of a guest's page. Whom it may call, and under which name, is in the row of the visit. */
export function guestIdentity(voiceId: string): string {
  return `g_${voiceId}`;
}

/** The parts of a Twilio identity of ours. Only the row of the session tells whether the identity still holds. */
export interface VoiceIdentity {
  readonly personId: string;
  /** `sessions.voiceId`. */
  readonly voiceId: string;
}

const address = /^client:(u_[A-Za-z0-9]{20,40})_([A-Za-z0-9]{1,64})$/;

/** The identity in an address of the voice network (`From`, `To`), or undefined if it is not one of ours. */
export function readVoiceAddress(text: string): VoiceIdentity | undefined {
  const [, personId, voiceId] = address.exec(text) ?? [];
  return personId && voiceId ? { personId, voiceId } : undefined;
}

const guestAddress = /^client:g_([A-Za-z0-9]{1,64})$/;

/** The visit (`guest_visits.voice_id`) in the address of a guest, or undefined if it is not one. */
export function readGuestAddress(text: string): string | undefined {
  return guestAddress.exec(text)?.[1];
}
