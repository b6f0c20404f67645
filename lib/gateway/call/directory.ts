import type { Leg } from "./device-leg";

/** Open legs by their reconnect token: where a device that comes back, or takes a call over, finds its call. */
export class Directory {
  readonly #legs = new Map<string, Leg>();

  add(leg: Leg): void {
    this.#legs.set(leg.reconnectToken, leg);
  }

  remove(leg: Leg): void {
    this.#legs.delete(leg.reconnectToken);
  }

  /** The leg of a token, if it belongs to the same person: a token that leaked is of no use to another. */
  find(reconnectToken: string, identity: string): Leg | undefined {
    const leg = this.#legs.get(reconnectToken);
    return leg?.identity === identity ? leg : undefined;
  }
}
