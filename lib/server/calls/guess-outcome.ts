import "server-only";
import type { Outcome } from "@/lib/contracts";
import { earlier, later, rangOut } from "./times";

/** What the end of a call is guessed from when the webhooks do not come. `callerEndedAt` may be by the network's clock. */
export interface Signs {
  readonly startedAt: Date;
  /** When closed devices of the callee were rung; null: there was no need. */
  readonly wakingAt: Date | null;
  readonly ringingAt: Date | null;
  readonly answeredAt: Date | null;
  /** When that side last reported its end; null also while another tab of that person is in the call. */
  readonly callerEndedAt: Date | null;
  readonly calleeEndedAt: Date | null;
  readonly lastSeenAt: Date;
  /** The last sign of life is too long ago (`liveUntil`). */
  readonly silent: boolean;
}

/**
 * Guesses how a call ended of which the voice network reports nothing more. Null: it may still be under way.
 *
 * It is stored as a guess (`evidence`): a webhook that does come, however late, overrules it.
 */
export function guessOutcome(signs: Signs): { outcome: Outcome; endedAt: Date } | null {
  const { startedAt, callerEndedAt, calleeEndedAt, answeredAt } = signs;
  const hints = [callerEndedAt, calleeEndedAt].filter((at) => at !== null);
  if (hints.length === 0) return signs.silent ? guessFromSilence(signs) : null;
  const first = hints.reduce(earlier);
  // The network's clock may be behind the database's.
  const endedAt = later(first, startedAt);
  if (answeredAt) return { outcome: "completed", endedAt: later(endedAt, answeredAt) };
  if (rangOut(startedAt, endedAt)) return { outcome: "no_answer", endedAt };
  return { outcome: first === callerEndedAt ? "canceled" : "declined", endedAt };
}

function guessFromSilence(signs: Signs): { outcome: Outcome; endedAt: Date } {
  const { wakingAt, ringingAt, answeredAt, lastSeenAt } = signs;
  if (answeredAt) return { outcome: "completed", endedAt: later(lastSeenAt, answeredAt) };
  if (ringingAt) return { outcome: "no_answer", endedAt: lastSeenAt };
  // The process that waited for a device may have died.
  return { outcome: wakingAt ? "offline" : "failed", endedAt: lastSeenAt };
}
