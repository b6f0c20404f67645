import "server-only";
import { and, eq, gt, isNull, type SQL, sql } from "drizzle-orm";
import type { Refusal } from "@/lib/contracts";
import { type Database, database } from "@/lib/db";
import { calls, wasLetThrough } from "@/lib/db/schema";
import { ago } from "@/lib/db/time";
import { env } from "@/lib/env";
import { callsWithin } from "./call-counts";
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
export async function findLimit(callerId: string, inside?: Database): Promise<Refusal | null> {
  const db = inside ?? (await database());
  const [row] = await db.select({ mine: countsOf(db, callerId), all: countsOfAll(db) }).from(one);
  if (!row) throw new Error("a count has one row");
  const { mine, all } = row;
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
  const db = await database();
  const [all] = await db.select(countsOfAll(db)).from(one);
  if (!all) throw new Error("a count has one row");
  return all;
}

/** A table of one row, for a query of nothing but counts. */
const one = sql`(select 1) as one`;

type Counts = Record<keyof CallCounts, SQL<number>>;

/**
 * SQL: a call has its place at once until the voice network reports its end. Reports are lost at times, so it loses the
 * place in any case once the network would have ended it.
 */
function isOpen(): SQL | undefined {
  return and(isNull(calls.releasedAt), gt(calls.startedAt, ago(longestCallSeconds())));
}

/** The calls of one person that rang, or were to ring. There are no more of them than the limits allow. */
function countsOf(db: Database, callerId: string): Counts {
  const those = (where: SQL | undefined) =>
    counting(db, and(eq(calls.callerId, callerId), wasLetThrough(calls), where));
  const isInHour = gt(calls.startedAt, ago(hour));
  const isInDay = gt(calls.startedAt, ago(day));
  return { atOnce: those(isOpen()), hour: those(isInHour), day: those(isInDay) };
}

/** Those of everybody. */
function countsOfAll(db: Database): Counts {
  return {
    atOnce: counting(db, and(isOpen(), wasLetThrough(calls))),
    hour: callsWithin(db, hour).mapWith(Number),
    day: callsWithin(db, day).mapWith(Number),
  };
}

function counting(db: Database, where: SQL | undefined): SQL<number> {
  const counted = db.select({ number: sql`count(*)` }).from(calls);
  return sql`(${counted.where(where)})`.mapWith(Number);
}
