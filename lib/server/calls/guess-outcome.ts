import "server-only";
import type { Outcome } from "@/lib/contracts";
import { earlier, later } from "./times";

/** `<Dial timeout>`: how long (s) the callee is rung. */
export const ringSeconds = 30;

/** What can be concluded from when the webhooks do not come. All times are the database's. */
export interface Signs {
  readonly startedAt: Date;
  readonly ringingAt: Date | null;
  readonly answeredAt: Date | null;
  /** When each side's tab said that its part was over, and no other tab of that side is still in the call. */
  readonly callerEndedAt: Date | null;
  readonly calleeEndedAt: Date | null;
  readonly lastSeenAt: Date;
  /** Nobody has shown a sign of life for too long. */
  readonly silent: boolean;
}

/**
 * How a call ended of which the voice network says no more, or null while that cannot be told.
 *
 * It is a guess, and marked as one: a webhook that does come, however late, overrules it.
 */
export function conclude(signs: Signs): { outcome: Outcome; endedAt: Date } | null {
  const { callerEndedAt, calleeEndedAt, answeredAt } = signs;
  const hints = [callerEndedAt, calleeEndedAt].filter((at) => at !== null);
  if (hints.length === 0) return signs.silent ? concludeFromSilence(signs) : null;
  const endedAt = hints.reduce(earlier);
  if (answeredAt) return { outcome: "completed", endedAt: later(endedAt, answeredAt) };
  // A ring that nobody ends lasts for the whole timeout, give or take the way of the messages.
  const rang = (endedAt.getTime() - signs.startedAt.getTime()) / 1000;
  if (rang >= ringSeconds - 1) return { outcome: "no_answer", endedAt };
  return { outcome: endedAt === callerEndedAt ? "canceled" : "declined", endedAt };
}

function concludeFromSilence({ ringingAt, answeredAt, lastSeenAt }: Signs) {
  if (answeredAt) {
    return { outcome: "completed" as const, endedAt: later(lastSeenAt, answeredAt) };
  }
  return { outcome: ringingAt ? ("no_answer" as const) : ("failed" as const), endedAt: lastSeenAt };
}
