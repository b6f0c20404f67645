import type { Cancel, Clock } from "../base/clock";
import type { Network } from "./conditions";

/** More than this in flight on one line is dropped: 5 s of audio at 50 packets a second, many times over. */
const MAX_IN_FLIGHT = 4_096;

/** One direction of one browser's line: passes things on at once, or late and lossy as its edge's conditions say. */
export class DelayLine {
  readonly #inFlight = new Set<Cancel>();
  #lastArrival = 0;

  constructor(
    readonly network: Network,
    readonly edge: string,
    readonly clock: Clock,
    readonly random: () => number = Math.random,
  ) {}

  /** @param lossy whether the thing may be lost (a packet) or not (a message over TCP) */
  carry(deliver: () => void, lossy: boolean): void {
    const { delayMs, jitterMs, lossPercent } = this.network.of(this.edge);
    if (lossy && lossPercent > 0 && this.random() * 100 < lossPercent) return;
    if (delayMs === 0 && jitterMs === 0 && this.#inFlight.size === 0) {
      deliver();
      return;
    }
    if (this.#inFlight.size >= MAX_IN_FLIGHT) return;
    // Jitter varies the delay but does not reorder: real queues hold packets back, they rarely swap them.
    const arrival = Math.max(this.#lastArrival, this.clock.now() + delayMs + this.random() * jitterMs);
    this.#lastArrival = arrival;
    const cancel = this.clock.after(arrival - this.clock.now(), () => {
      this.#inFlight.delete(cancel);
      deliver();
    });
    this.#inFlight.add(cancel);
  }

  close(): void {
    for (const cancel of this.#inFlight) cancel();
    this.#inFlight.clear();
  }
}
