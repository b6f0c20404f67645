import "server-only";

/** Who is signed in. */
export interface Identity {
  /** Opaque and permanent; also the Twilio identity. */
  readonly id: string;
  readonly username: string;
  readonly displayName: string;
}

/** A person on one of the devices that they are signed in on. */
export interface Session {
  /** The id of the session's row. */
  readonly id: string;
  readonly person: Identity;
}
