// Not the global: programs that replace the global timers in their tests would replace this one too.
import { setImmediate } from "node:timers";
import type { Cancel, Clock } from "./clock";

/** A clock that moves only when it is advanced. For tests, which then decide when a minute has passed. */
export class ManualClock implements Clock {
  #now: number;
  readonly #timers = new Set<{ at: number; task: () => void }>();

  /** @param now where it begins, in milliseconds since the epoch. By default the time of the machine, so that tokens are valid. */
  constructor(now: number = Date.now()) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  after(ms: number, task: () => void): Cancel {
    const timer = { at: this.#now + ms, task };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  /** How many timers are waiting. Whatever has closed must leave none behind. */
  get pending(): number {
    return this.#timers.size;
  }

  /** Moves time forward, runs the timers that become due in order, and lets promises settle in between. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    for (;;) {
      await settle();
      const due = [...this.#timers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (!due) break;
      this.#timers.delete(due);
      this.#now = Math.max(this.#now, due.at);
      due.task();
    }
    this.#now = end;
    await settle();
  }
}

/** Lets pending promises settle. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
