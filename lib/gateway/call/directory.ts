import type { SignallingSession } from "../signalling/signalling-session";
import type { DeviceLeg, LegDirectory } from "./device-leg";

/** Where the open legs are found: by session and sid for what a device says, by token for a device that comes back. */
export class Directory implements LegDirectory {
  readonly #byToken = new Map<string, DeviceLeg>();
  /** A session without legs has no entry. */
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

  /** The leg that a session knows under a sid. */
  find(session: SignallingSession, sid: string): DeviceLeg | undefined {
    return this.#bySession.get(session)?.get(sid);
  }

  /** The legs a session is in, each once, however many sids it knows them under. */
  legs(session: SignallingSession): ReadonlySet<DeviceLeg> {
    return new Set(this.#bySession.get(session)?.values());
  }

  /** The leg of a reconnect token, if it belongs to the same identity: a leaked token is of no use to another. */
  findByToken(reconnectToken: string, identity: string): DeviceLeg | undefined {
    const leg = this.#byToken.get(reconnectToken);
    return leg?.identity === identity ? leg : undefined;
  }
}
