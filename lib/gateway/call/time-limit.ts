import type { Cancel, Clock } from "../base/clock";

/** Ends a call once it has been answered for so long. It may be set before the answer, and changed after it. */
export class TimeLimit {
  #cancel: Cancel = () => {};
  #seconds: number | undefined;
  #answeredAt: number | undefined;
  #closed = false;

  /** @param reached ends the call */
  constructor(
    readonly clock: Clock,
    readonly reached: () => void,
  ) {}

  /** Sets the limit, in seconds from the answer. One that has passed already ends the call at once. */
  set(seconds: number): void {
    this.#seconds = seconds;
    this.#arm();
  }

  /** The call is answered now. */
  start(): void {
    this.#answeredAt = this.clock.now();
    this.#arm();
  }

  /** The call has ended. Idempotent. */
  close(): void {
    this.#closed = true;
    this.#cancel();
  }

  #arm(): void {
    this.#cancel();
    if (this.#closed || this.#seconds === undefined || this.#answeredAt === undefined) return;
    const left = this.#answeredAt + this.#seconds * 1_000 - this.clock.now();
    this.#cancel = this.clock.after(Math.max(0, left), this.reached);
  }
}
