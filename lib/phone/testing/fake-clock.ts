import type { Clock } from "../ports/deps";

interface Timer {
  at: number;
  readonly every: number | null;
  readonly run: () => void;
}

/** Resolves once everything has run that waits for promises only. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Time that passes only when a test lets it pass. */
export class FakeClock implements Clock {
  private time = Date.UTC(2026, 0, 1);
  private readonly timers = new Set<Timer>();

  now(): number {
    return this.time;
  }

  after(ms: number, run: () => void): () => void {
    return this.add({ at: this.time + ms, every: null, run });
  }

  every(ms: number, run: () => void): () => void {
    return this.add({ at: this.time + ms, every: ms, run });
  }

  /** The number of timers that are set. */
  get pending(): number {
    return this.timers.size;
  }

  /** Lets time pass: runs each timer that falls due, with everything that follows from it. */
  async pass(ms: number): Promise<void> {
    const end = this.time + ms;
    await settle();
    for (let next = this.next(end); next; next = this.next(end)) {
      this.time = Math.max(this.time, next.at);
      if (next.every === null) this.timers.delete(next);
      else next.at += next.every;
      next.run();
      await settle();
    }
    this.time = end;
  }

  /** Lets time pass without any timer running, as for a frozen page. */
  freeze(ms: number): void {
    this.time += ms;
  }

  private add(timer: Timer): () => void {
    this.timers.add(timer);
    return () => {
      this.timers.delete(timer);
    };
  }

  private next(end: number): Timer | undefined {
    return [...this.timers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
  }
}
