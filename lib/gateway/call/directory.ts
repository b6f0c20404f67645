import type { SignallingSession } from "../signalling/signalling-session";
import type { DeviceLeg, LegDirectory } from "./device-leg";

/** Finds open legs: by session and sid for the messages of a device, by token for a device that returns. */
export class Directory implements LegDirectory {
  readonly #byToken = new Map<string, DeviceLeg>();
  /** The legs of a session by every sid its device knows them under. A session without legs has no entry. */
  readonly #bySession = new Map<SignallingSession, Map<string, DeviceLeg>>();

  add(leg: DeviceLeg): void {
    this.#byToken.set(leg.reconnectToken, leg);
  }

  remove(leg: DeviceLeg): void {
    this.#byToken.delete(leg.reconnectToken);
  }

  attach(leg: DeviceLeg, session: SignallingSession, sid: string): void {
    const legs = this.#bySession.get(session) ?? new Map<string, DeviceLeg>();
    this.#bySession.set(session, legs.set(sid, leg));
  }

  detach(leg: DeviceLeg, session: SignallingSession): void {
    const legs = this.#bySession.get(session);
    if (!legs) return;
    for (const [sid, other] of legs) if (other === leg) legs.delete(sid);
    if (legs.size === 0) this.#bySession.delete(session);
  }

  /** The leg that the device of a session knows under a sid. */
  find(session: SignallingSession, sid: string): DeviceLeg | undefined {
    return this.#bySession.get(session)?.get(sid);
  }

  /** The legs of a session, each once, even if its device knows one under several sids. */
  legs(session: SignallingSession): ReadonlySet<DeviceLeg> {
    return new Set(this.#bySession.get(session)?.values());
  }

  /** Every open leg, also one whose device is away. */
  get all(): DeviceLeg[] {
    return [...this.#byToken.values()];
  }

  /**
   * The leg of a reconnect token. Only for its own identity, so that a leaked token is useless to others. A device without identity
   * finds its leg on the session that the leg is on, as after a new token, and on no other.
   */
  findByToken(reconnectToken: string, session: SignallingSession): DeviceLeg | undefined {
    const leg = this.#byToken.get(reconnectToken);
    if (!leg) return undefined;
    const isItsOwn =
      leg.identity === undefined
        ? this.find(session, leg.callsid) === leg
        : leg.identity === session.identity;
    return isItsOwn ? leg : undefined;
  }

  /** The open legs that their devices know under a sid. */
  withSid(sid: string): DeviceLeg[] {
    return [...this.#bySession.values()].flatMap((legs) => legs.get(sid) ?? []);
  }
}
