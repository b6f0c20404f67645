import "server-only";

/** Who is signed in. */
export interface Identity {
  /** Opaque and permanent. With a device's `voiceId` it makes a Twilio identity. */
  readonly id: string;
  readonly username: string;
  readonly displayName: string;
}

/** A person on one of the devices that they are signed in on. */
export interface Session {
  /** The id of the session's row. */
  readonly id: string;
  /** The part of the device's Twilio identity that belongs to this session: letters and digits. */
  readonly voiceId: string;
  readonly person: Identity;
}

/** A session that has ended. Its row is gone, and its calls may still be under way. */
export type EndedSession = Pick<Session, "id" | "voiceId">;
