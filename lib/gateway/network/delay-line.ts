import type { Cancel, Clock } from "../base/clock";
import type { Network } from "./conditions";

/** Packets in flight beyond this number are dropped. It is many times the 250 packets of 5 s of audio. */
const MAX_IN_FLIGHT = 4_096;

/**
 * One direction of the network between one browser and the gateway: delivers at once, or late and with losses,
 * as the conditions of the browser's edge say.
 */
export class DelayLine {
  readonly #inFlight = new Set<Cancel>();
  #lastArrival = 0;

  constructor(
    readonly network: Network,
    readonly edge: string,
    readonly clock: Clock,
    readonly random: () => number = Math.random,
  ) {}

  /**
   * Calls `deliver` when a packet or message sent now arrives, or never when it is lost.
   *
   * @param lossy true for a UDP packet, which may be lost; false for a message over TCP
   */
  carry(deliver: () => void, lossy: boolean): void {
    const { delayMs, jitterMs, lossPercent } = this.network.of(this.edge);
    if (lossy && lossPercent > 0 && this.random() * 100 < lossPercent) return;
    if (delayMs === 0 && jitterMs === 0 && this.#inFlight.size === 0) {
      deliver();
      return;
    }
    if (this.#inFlight.size >= MAX_IN_FLIGHT) return;
    // Jitter varies the delay but keeps the order: real queues hold packets back and rarely reorder them.
    const arrival = Math.max(this.#lastArrival, this.clock.now() + delayMs + this.random() * jitterMs);
    this.#lastArrival = arrival;
    const cancel = this.clock.after(arrival - this.clock.now(), () => {
      this.#inFlight.delete(cancel);
      deliver();
    });
    this.#inFlight.add(cancel);
  }

  /** Drops everything in flight. Idempotent. */
  close(): void {
    for (const cancel of this.#inFlight) cancel();
    this.#inFlight.clear();
  }
}
