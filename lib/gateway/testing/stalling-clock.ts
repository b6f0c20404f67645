import type { Clock } from "../base/clock";

/** A clock whose time moves without its timers, as when the process stands still. */
export class StallingClock implements Clock {
  time = 1_000_000;
  readonly timers: { at: number; task: () => void }[] = [];

  now(): number {
    return this.time;
  }

  after(ms: number, task: () => void) {
    const timer = { at: this.time + ms, task };
    this.timers.push(timer);
    return () => {
      const index = this.timers.indexOf(timer);
      if (index >= 0) this.timers.splice(index, 1);
    };
  }

  /** Fires the one timer that waits. How long it would have waited. */
  fire(): number {
    const timer = this.timers.shift();
    if (!timer || this.timers.length > 0) throw new Error("not one timer");
    const wait = timer.at - this.time;
    timer.task();
    return wait;
  }
}
