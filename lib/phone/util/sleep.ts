import type { Cancel, Clock } from "../ports/deps";
import type { Scope } from "./scope";

/** If nothing ran for this long (ms), the machine slept or the page was frozen: no stall of a busy machine is as long. */
const gapMs = 10_000;
const tickMs = 1_000;
/** How often a limit may begin anew. Some browsers run the timers of a page that was hidden for long once a minute only. */
const renewals = 3;

/** Knows when the machine slept, or the page was frozen. */
export interface SleepWatch {
  /** Whether a sleep ended after this time (ms since the epoch), or ends now. */
  sleptAfter(time: number): boolean;
}

/**
 * Watches until `scope` ends, and calls `woke` after each sleep. No event reports that a machine woke up, but the page's
 * own timers have a gap then. After a sleep all time limits seem to have run out, and none of them means anything.
 */
export function watchSleep(scope: Scope, clock: Clock, woke: () => void = () => {}): SleepWatch {
  let last = clock.now();
  let wokeAt = Number.NEGATIVE_INFINITY;

  function tick(): boolean {
    const now = clock.now();
    const slept = now - last > gapMs;
    last = now;
    if (slept) wokeAt = now;
    return slept;
  }

  scope.add(clock.every(tickMs, () => tick() && woke()));
  return {
    sleptAfter(time) {
      // The limit that asks may have run before the tick.
      if (tick()) woke();
      return wokeAt > time;
    },
  };
}

/** As `clock.after`, but time that was slept does not count: a limit that ran out meanwhile begins anew on waking. */
export function afterAwake(clock: Clock, ms: number, run: () => void): Cancel {
  let left = renewals;
  let cancel: Cancel = () => {};

  function begin(): void {
    const due = clock.now() + ms;
    cancel = clock.after(ms, () => {
      if (left === 0 || clock.now() - due <= gapMs) return run();
      left -= 1;
      begin();
    });
  }

  begin();
  return () => cancel();
}
