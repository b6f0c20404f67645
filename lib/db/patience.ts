import "server-only";
import { AsyncLocalStorage } from "node:async_hooks";
import { isDatabaseUnavailable } from "./unavailable";

/** How long (ms) a query may take for somebody who waits only shortly. */
const shortQueryMs = 3_000;
/** A second try begins only so soon (ms) after the first: Twilio waits 15 s for the answer to a webhook. */
const secondTryMs = 7_000;

const limits = new AsyncLocalStorage<number>();

/** The limit (ms) of a query that is made now. `usual`: the one that holds where nobody is in a hurry. */
export function queryLimit(usual: number): number {
  return Math.min(usual, limits.getStore() ?? usual);
}

/**
 * Runs `work` with short limits, and once more if the database did not answer: its connection may have been dead, and
 * the second try gets a new one. `work` must be safe to repeat.
 */
export async function withSecondTry<T>(work: () => Promise<T>): Promise<T> {
  const began = Date.now();
  try {
    return await limits.run(shortQueryMs, work);
  } catch (error) {
    if (!isDatabaseUnavailable(error) || Math.abs(Date.now() - began) > secondTryMs) throw error;
    return limits.run(shortQueryMs, work);
  }
}
