import { ProblemError } from "../model/problems";
import type { Problem } from "../model/types";
import type { Clock } from "../ports/deps";
import { afterAwake } from "./sleep";

/** How long the voice network may take to register the phone, or to react to a call. */
export const networkLimitMs = 10_000;

/** How long (ms) a call may take until it rings while closed devices of the callee are rung: the server waits up to 12 s. */
export const wakingLimitMs = 25_000;

/** Resolves after `ms`. */
export function pause(clock: Clock, ms: number): Promise<void> {
  return new Promise((resolve) => {
    clock.after(ms, resolve);
  });
}

/** The promise, or a rejection with `late` after `ms` awake, because the SDK leaves some promises pending for ever. */
export function withLimit<T>(clock: Clock, ms: number, promise: Promise<T>, late: Problem): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const cancel = afterAwake(clock, ms, () => reject(new ProblemError(late)));
    promise.then(resolve, reject).finally(cancel);
  });
}
