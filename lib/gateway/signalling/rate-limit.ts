import type { Clock } from "../base/clock";

/** A token bucket: allows `burst` at once, then `perSecond`. */
export class RateLimit {
  #tokens: number;
  #filledAt: number;

  constructor(
    readonly clock: Clock,
    readonly perSecond: number,
    readonly burst: number,
  ) {
    this.#tokens = burst;
    this.#filledAt = clock.now();
  }

  /** Whether one more is within the limit. Counts it if so. */
  allow(): boolean {
    const now = this.clock.now();
    this.#tokens = Math.min(this.burst, this.#tokens + ((now - this.#filledAt) / 1000) * this.perSecond);
    this.#filledAt = now;
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }
}
