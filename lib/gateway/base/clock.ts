/** Stops a timer. Does nothing when the timer has fired or been stopped already. */
export type Cancel = () => void;

/** The gateway's source of time and timers. Tests replace it, so that they decide when a minute has passed. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Runs `task` once, `ms` milliseconds from now. */
  after(ms: number, task: () => void): Cancel;
}

/** The time and timers of the machine. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after(ms, task) {
    const timer = setTimeout(task, ms);
    return () => clearTimeout(timer);
  },
};

/** Seconds since `thenMs` (milliseconds since the epoch), rounded: durations of calls are whole seconds. */
export function secondsSince(clock: Clock, thenMs: number): number {
  return Math.round((clock.now() - thenMs) / 1000);
}

/** Runs `task` every `ms` milliseconds until cancelled. */
export function every(clock: Clock, ms: number, task: () => void): Cancel {
  let cancel: Cancel;
  const arm = () => {
    cancel = clock.after(ms, () => {
      arm();
      task();
    });
  };
  arm();
  return () => cancel();
}
