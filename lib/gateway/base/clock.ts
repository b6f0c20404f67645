/** Stops a timer; harmless when it has already fired or been stopped. */
export type Cancel = () => void;

/** Time as the gateway sees it, injected so that tests decide when a minute has passed. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Runs `task` once, `ms` milliseconds from now. */
  after(ms: number, task: () => void): Cancel;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after(ms, task) {
    const timer = setTimeout(task, ms);
    return () => clearTimeout(timer);
  },
};

/** Whole seconds since `thenMs`, milliseconds since the epoch: how Twilio counts the duration of a call. */
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
