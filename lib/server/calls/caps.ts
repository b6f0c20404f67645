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
 * SQL: makes every other call that asks for a place wait until the present transaction ends. Without it two calls at the
 * same moment would each count without the other, and both take the last place. What is counted after it must be counted
 * by a statement of its own: one statement sees the rows as they were when it began.
 */
export function lockPlaces(): SQL {
  return sql`select
    set_config('idle_in_transaction_session_timeout', ${String(silenceMs)}, true),
    pg_advisory_xact_lock(${placesLock})`;
}

/** Which limit keeps `callerId` from making one more call now, or null. */
export async function findLimit(callerId: string): Promise<Refusal | null> {
  const db = await database();
  const reached = limitReached(db, callerId);
  const [row] = await db.with(reached).select().from(reached);
  return row?.refusal ?? null;
}

/**
 * The same as a part of a larger statement: a row with the column `refusal`. Its answer stays true only under
 * {@link lockPlaces}.
 */
export function limitReached(db: Database, callerId: string) {
  const counted = db.$with("counted").as(count(sql`${calls.callerId} = ${callerId}`, db));
  const limits = env();
  const refusal = sql<Refusal | null>`case
    when ${counted.mineAtOnce} >= ${limits.CALLS_AT_ONCE_PER_PERSON} then 'calls_at_once'
    when ${counted.mineInHour} >= ${limits.CALLS_PER_HOUR_PER_PERSON} then 'call_quota'
    when ${counted.mineInDay} >= ${limits.CALLS_PER_DAY_PER_PERSON} then 'call_quota'
    when ${counted.allAtOnce} >= ${limits.CALLS_AT_ONCE} then 'installation_full'
    when ${counted.allInHour} >= ${limits.CALLS_PER_HOUR} then 'installation_full'
    when ${counted.allInDay} >= ${limits.CALLS_PER_DAY} then 'installation_full' end`;
  return db.$with("reached").as(
    db
      .with(counted)
      .select({ refusal: refusal.as("refusal") })
      .from(counted),
  );
}

/** The calls of everybody together. */
export async function countCalls(): Promise<CallCounts> {
  const [row] = await count(sql`true`, await database());
  if (!row) throw new Error("a count has one row");
  return { atOnce: row.allAtOnce, hour: row.allInHour, day: row.allInDay };
}

/**
 * Counts the calls that rang, or were to ring, in one query. `mine`: SQL that picks one person's.
 *
 * A call has its place at once until the voice network reports its end. Reports are lost at times, so it loses the place
 * in any case once the network would have ended it.
 */
function count(mine: SQL, db: Database) {
  const isOpen = and(isNull(calls.releasedAt), gt(calls.startedAt, ago(longestCallSeconds())));
  const isInHour = gt(calls.startedAt, ago(hour));
  const isInDay = gt(calls.startedAt, ago(day));
  const those = (name: string, ...of: (SQL | undefined)[]) =>
    sql`count(*) filter (where ${and(...of)})`.mapWith(Number).as(name);
  return db
    .select({
      mineAtOnce: those("mine_at_once", mine, isOpen),
      mineInHour: those("mine_in_hour", mine, isInHour),
      mineInDay: those("mine_in_day", mine, isInDay),
      allAtOnce: those("all_at_once", isOpen),
      allInHour: those("all_in_hour", isInHour),
      allInDay: those("all_in_day", isInDay),
    })
    .from(calls)
    .where(and(gt(calls.startedAt, ago(Math.max(day, longestCallSeconds()))), wasLetThrough));
}

/**
 * SQL: we did not refuse the call. A call that we refuse is released at the moment at which it starts. One that a phone of
 * the callee refused as busy is released later: that phone was rung. (Its `endedAt` does not tell, since the network
 * reports whole seconds.) The index `calls_started` has the same condition.
 */
const wasLetThrough = sql`(${calls.evidence} = 'refused' and ${calls.releasedAt} <= ${calls.startedAt}) is not true`;
