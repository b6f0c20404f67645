import { FRAME_MS, MAX_BEHIND_MS } from "../audio/frame";
import type { Cancel, Clock } from "../base/clock";
import { type Log, reason, silentLog } from "../base/log";

/** What a ticker drives, in this order in each tick: all take, then all give, then all are told. */
export interface Ticked {
  /** Takes what has come in. */
  take(): void;
  /** Gives what is to go out. */
  give(): void;
  /** Everything of this tick has been taken and given. */
  told(): void;
}

/** A step that fails, fails 50 times a second: the log gets the first ones. */
const MAX_FAILURES = 20;

/** Drives all sound of the gateway, 50 times a second by the clock, without drift. It rests while it drives nothing. */
export class Ticker {
  readonly #driven = new Set<Ticked>();
  readonly #listeners = new Set<() => void>();
  #cancel: Cancel | undefined;
  #next = 0;
  #closed = false;
  #failures = 0;

  constructor(
    readonly clock: Clock,
    readonly log: Log = silentLog,
  ) {}

  add(ticked: Ticked): void {
    this.#driven.add(ticked);
    this.#start();
  }

  remove(ticked: Ticked): void {
    this.#driven.delete(ticked);
    this.#rest();
  }

  /** Calls `listener` at the end of each tick, until cancelled. */
  onTick(listener: () => void): Cancel {
    this.#listeners.add(listener);
    this.#start();
    return () => {
      this.#listeners.delete(listener);
      this.#rest();
    };
  }

  /** Drives nothing more. Idempotent. */
  close(): void {
    this.#closed = true;
    this.#driven.clear();
    this.#listeners.clear();
    this.#rest();
  }

  #start(): void {
    if (this.#cancel || this.#closed) return;
    this.#next = this.clock.now() + FRAME_MS;
    this.#arm();
  }

  #rest(): void {
    if (this.#driven.size > 0 || this.#listeners.size > 0) return;
    this.#cancel?.();
    this.#cancel = undefined;
  }

  #arm(): void {
    this.#cancel = this.clock.after(Math.max(0, this.#next - this.clock.now()), () => this.#run());
  }

  #run(): void {
    const now = this.clock.now();
    this.#next = Math.max(this.#next, now - MAX_BEHIND_MS);
    // The clock was set back. Who waited for the old time would be silent until then.
    if (this.#next > now + FRAME_MS) this.#next = now;
    while (this.clock.now() >= this.#next && !this.#closed) {
      this.#next += FRAME_MS;
      this.#tick();
    }
    if (this.#driven.size > 0 || this.#listeners.size > 0) this.#arm();
    else this.#cancel = undefined;
  }

  #tick(): void {
    const driven = [...this.#driven];
    for (const ticked of driven) this.#safely(() => ticked.take());
    for (const ticked of driven) this.#safely(() => ticked.give());
    for (const ticked of driven) this.#safely(() => ticked.told());
    for (const listener of [...this.#listeners]) this.#safely(listener);
  }

  /** What fails in one call must not silence the others. */
  #safely(step: () => void): void {
    try {
      step();
    } catch (error) {
      if (this.#failures < MAX_FAILURES) this.log("sound", `a step failed: ${reason(error)}`);
      this.#failures += 1;
    }
  }
}
