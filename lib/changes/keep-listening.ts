import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import type { Ear } from "./transport";

/** How long (ms) things take at most, and how often they are done. */
export interface ListenTimes {
  /** How often the way is tried out. */
  readonly probeEvery: number;
  /** How long a message to oneself may be on its way, and a connection in the making. */
  readonly limit: number;
  /** How long after a failure it is tried again: at first, and at most. */
  readonly firstRetry: number;
  readonly mostRetry: number;
}

export const usualTimes: ListenTimes = {
  probeEvery: 15_000,
  limit: 5_000,
  firstRetry: 250,
  mostRetry: 10_000,
};

/** What is needed for listening. */
export interface Listening {
  readonly times: ListenTimes;
  hear(message: string): void;
  open(ear: Ear): Promise<() => Promise<void>>;
  /** Sends a message to oneself. Resolves when it is heard. */
  probe(): Promise<void>;
  /** The error to give if the last probe does not come, if there is a better one than that. */
  unheard(): Error | undefined;
  /** Whether changes are heard. Called at each change of that. */
  onLive(live: boolean): void;
  /** It does not work. Called once for each outage, with the reason. */
  onFailure(error: unknown): void;
  readonly signal: AbortSignal;
}

/**
 * Listens until `signal` aborts. A connection counts once a message to oneself has come over it, and again and again after
 * that: one that has died without a word is closed, and one that cannot hear (a pooler's) never counts. A new one is opened
 * by itself.
 */
export async function keepListening(given: Listening): Promise<void> {
  const { times, signal } = given;
  let waitMs = times.firstRetry;
  let isReported = false;
  while (!signal.aborted) {
    try {
      await listenOnce(given, () => {
        waitMs = times.firstRetry;
        isReported = false;
      });
    } catch (error) {
      if (signal.aborted) return;
      if (!isReported) given.onFailure(error);
      isReported = true;
    }
    // Not all processes at the same time.
    await sleep(waitMs * (0.5 + Math.random()), undefined, { signal, ref: false }).catch(() => {});
    waitMs = Math.min(2 * waitMs, times.mostRetry);
  }
}

/** Listens until it fails or is aborted: then it rejects. */
async function listenOnce(given: Listening, onLive: () => void): Promise<never> {
  const { times } = given;
  const over = new AbortController();
  const { signal } = over;
  const stop = () => over.abort(given.signal.reason);
  given.signal.addEventListener("abort", stop);
  let isLive = false;
  const opening = given.open({
    hear: (message) => signal.aborted || given.hear(message),
    lost: (error) => over.abort(error),
  });
  const tooLate = () => new Error(`no answer within ${times.limit} ms`);
  try {
    await within(opening, { ms: times.limit, signal, late: tooLate });
    for (;;) {
      await within(given.probe(), { ms: times.limit, signal, late: () => given.unheard() ?? tooLate() });
      if (!isLive) {
        isLive = true;
        given.onLive(true);
        onLive();
      }
      await sleep(times.probeEvery, undefined, { signal, ref: false });
    }
  } finally {
    given.signal.removeEventListener("abort", stop);
    over.abort();
    if (isLive) given.onLive(false);
    opening.then(
      (close) => close(),
      () => {},
    );
  }
}

interface Limits {
  readonly ms: number;
  /** The error if it takes longer. */
  late(): Error;
  readonly signal: AbortSignal;
}

/** What `work` resolves to, or a rejection when its time is over or `signal` aborts. */
function within<T>(work: Promise<T>, { ms, late, signal }: Limits): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const stop = () => reject(signal.reason);
    signal.addEventListener("abort", stop);
    if (signal.aborted) stop();
    const timer = setTimeout(() => reject(late()), ms).unref();
    work.then(resolve, reject).finally(() => {
      clearTimeout(timer);
      signal.removeEventListener("abort", stop);
    });
  });
}
