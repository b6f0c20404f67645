import "server-only";
import { type SQL, sql } from "drizzle-orm";
import { env } from "@/lib/env";

/** How long (s) a callee is rung: the `timeout` of `<Dial>`. */
export const ringSeconds = 30;

/** How long (s) two people may talk: the `timeLimit` of `<Dial>`, after which the voice network ends the call. */
export function longestTalkSeconds(): number {
  return env().CALL_MAX_MINUTES * 60;
}

/**
 * The time (s) after which a call is over even if no report of its end came: ringing (to which Twilio adds 5 s), the
 * longest talk, and a minute for what lies between.
 */
export function longestCallSeconds(): number {
  return ringSeconds + 5 + longestTalkSeconds() + 60;
}

/** Whether a call that nobody answered rang for the whole of that time, less a second for messages on their way. */
export function rangOut(startedAt: Date, endedAt: Date): boolean {
  return endedAt.getTime() - startedAt.getTime() >= (ringSeconds - 1) * 1000;
}

const dayMs = 24 * 60 * 60 * 1000;
const yearTenThousand = Date.UTC(10_000, 0);

/**
 * When something happened that the voice network reports, minutes later perhaps: the time in the report, unless that
 * is missing, malformed or a day off. Then it is `now`, the time at which the report came.
 */
export function reportedTime(stamp: Date | null, now: Date): Date {
  // An invalid date is NaN ms away, which is not less than a day.
  return stamp && Math.abs(stamp.getTime() - now.getTime()) < dayMs ? stamp : now;
}

/** SQL: the same (`reportedTime`), by the clock of the database. */
export function reportedAt(stamp: Date | null): SQL {
  // Of other times PostgreSQL takes not every one. An invalid date is no number of ms.
  const ms = stamp?.getTime() ?? Number.NaN;
  if (!stamp || !(ms > 0 && ms < yearTenThousand)) return sql`now()`;
  const at = sql`${stamp.toISOString()}::timestamptz`;
  return sql`case when abs(extract(epoch from ${at} - now())) * 1000 < ${dayMs}::bigint then ${at} else now() end`;
}

/** The earlier of two times. */
export function earlier(one: Date, other: Date): Date {
  return one <= other ? one : other;
}

/** The later of two times. */
export function later(one: Date, other: Date): Date {
  return one >= other ? one : other;
}
