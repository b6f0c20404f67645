import type { SignallingSession } from "./signalling-session";

/** Twilio rings the ten devices of an identity that registered last. */
const DEVICES_PER_IDENTITY = 10;

/** Which devices can be rung, by identity. */
export class Registry {
  /** In the order of first registration. */
  readonly #identities = new Map<SignallingSession, string>();

  /** Makes the device reachable. The SDK repeats its registration every 30 s, which changes nothing. */
  add(identity: string, session: SignallingSession): void {
    if (this.#identities.get(session) === identity) return;
    this.remove(session);
    this.#identities.set(session, identity);
  }

  /** Whether the device had been registered. */
  remove(session: SignallingSession): boolean {
    return this.#identities.delete(session);
  }

  has(session: SignallingSession): boolean {
    return this.#identities.has(session);
  }

  /** The devices to ring for an identity, newest first. */
  devices(identity: string): SignallingSession[] {
    const all = [...this.#identities].filter(([, owner]) => owner === identity).map(([session]) => session);
    return all.reverse().slice(0, DEVICES_PER_IDENTITY);
  }
}
