import "server-only";
import { and, gt, isNull, type SQL, sql } from "drizzle-orm";
import type { Refusal } from "@/lib/contracts";
import { type Database, database } from "@/lib/db";
import { calls } from "@/lib/db/schema";
import { ago } from "@/lib/db/time";
import { env } from "@/lib/env";
import { longestCallSeconds } from "./times";

const hour = 60 * 60;
const day = 24 * hour;

/** The key of the advisory lock under which places are counted and taken. Any fixed number will do. */
const placesLock = 7_203_115;

/** How long (ms) a process may hold that lock in silence. If it is frozen, all other calls wait for it meanwhile. */
const silenceMs = 3_000;

/** How many calls there are. `atOnce`: those that the voice network has not reported as over. */
export interface CallCounts {
  readonly atOnce: number;
  readonly hour: number;
  readonly day: number;
}

/**
 * Makes every other call that asks for a place wait until the transaction `db` ends. Without it two calls at the same
 * moment would each count without the other, and both take the last place.
 */
export async function lockPlaces(db: Database): Promise<void> {
  await db.execute(sql`select
    set_config('idle_in_transaction_session_timeout', ${String(silenceMs)}, true),
    pg_advisory_xact_lock(${placesLock})`);
}

/** Which limit keeps `callerId` from making one more call now, or null. It stays true only under {@link lockPlaces}. */
export async function findLimit(callerId: string, db?: Database): Promise<Refusal | null> {
  const { mine, all } = await count(sql`${calls.callerId} = ${callerId}`, db ?? (await database()));
  const limits = env();
  if (mine.atOnce >= limits.CALLS_AT_ONCE_PER_PERSON) return "calls_at_once";
  if (mine.hour >= limits.CALLS_PER_HOUR_PER_PERSON) return "call_quota";
  if (mine.day >= limits.CALLS_PER_DAY_PER_PERSON) return "call_quota";
  const isFull =
    all.atOnce >= limits.CALLS_AT_ONCE ||
    all.hour >= limits.CALLS_PER_HOUR ||
    all.day >= limits.CALLS_PER_DAY;
  return isFull ? "installation_full" : null;
}

/** The calls of everybody together. */
export async function countCalls(): Promise<CallCounts> {
  return (await count(sql`true`, await database())).all;
}

/**
 * Counts the calls that rang, or were to ring, in one query. `mine`: SQL that picks one person's.
 *
 * A call has its place at once until the voice network reports its end. Reports are lost at times, so it loses the place
 * in any case once the network would have ended it.
 */
async function count(mine: SQL, db: Database): Promise<{ mine: CallCounts; all: CallCounts }> {
  const isOpen = and(isNull(calls.releasedAt), gt(calls.startedAt, ago(longestCallSeconds())));
  const isInHour = gt(calls.startedAt, ago(hour));
  const isInDay = gt(calls.startedAt, ago(day));
  const those = (...of: (SQL | undefined)[]) => sql`count(*) filter (where ${and(...of)})`.mapWith(Number);
  const [row] = await db
    .select({
      mine: { atOnce: those(mine, isOpen), hour: those(mine, isInHour), day: those(mine, isInDay) },
      all: { atOnce: those(isOpen), hour: those(isInHour), day: those(isInDay) },
    })
    .from(calls)
    .where(and(gt(calls.startedAt, ago(Math.max(day, longestCallSeconds()))), wasLetThrough));
  if (!row) throw new Error("a count has one row");
  return row;
}

/**
 * SQL: we did not refuse the call. A call that we refuse is released at the moment at which it starts. One that a phone of
 * the callee refused as busy is released later: that phone was rung. (Its `endedAt` does not tell, since the network
 * reports whole seconds.) The index `calls_started` has the same condition.
 */
const wasLetThrough = sql`(${calls.evidence} = 'refused' and ${calls.releasedAt} <= ${calls.startedAt}) is not true`;
