import "server-only";
import { and, gt, gte, lt, type SQL, sql } from "drizzle-orm";
import { type Database, database } from "@/lib/db";
import { callCounts, calls, wasLetThrough } from "@/lib/db/schema";
import { ago } from "@/lib/db/time";

const day = 24 * 60 * 60;

/**
 * SQL: how many calls of everybody have been let through in the last `seconds`, a day at most. Exact, and the same work
 * however many they are: whole minutes come from `call_counts`, and only the calls of the first part of a minute and of
 * the last minutes are counted one by one.
 */
export function callsWithin(db: Database, seconds: number): SQL<number> {
  const since = ago(seconds);
  const firstMinute = sql`date_trunc('minute', ${since}) + interval '1 minute'`;
  // Until then all minutes are stored, if they are those of this time at all.
  const isStored = sql`${storedUntil(db)} > ${firstMinute}`;
  const begun = and(gt(calls.startedAt, since), lt(calls.startedAt, firstMinute), isStored);
  const stored = db
    .select({ number: sql`coalesce(sum(${callCounts.calls}), 0)` })
    .from(callCounts)
    .where(gte(callCounts.minute, firstMinute));
  const latest = and(
    gt(calls.startedAt, since),
    gte(calls.startedAt, sql`case when ${isStored} then ${storedUntil(db)} else ${since} end`),
  );
  return sql<number>`(${countOf(db, begun)} + (${stored}) + ${countOf(db, latest)})`;
}

/**
 * Stores the counts of the minutes that are over, and removes those of more than a day ago. Called once a minute by each
 * process. The last minute is left for the next time: a call that began in it may not be committed yet.
 */
export async function storeCallCounts(): Promise<void> {
  const db = await database();
  const from = sql`greatest(${storedUntil(db)}, date_trunc('minute', ${ago(day)}))`;
  const isOver = sql`date_trunc('minute', now() - interval '1 minute')`;
  const minute = sql`date_trunc('minute', ${calls.startedAt})`;
  await db
    .insert(callCounts)
    .select(
      sql`select ${minute}, count(*) from ${calls}
        where ${and(wasLetThrough(calls), gte(calls.startedAt, from), lt(calls.startedAt, isOver))} group by 1`,
    )
    .onConflictDoNothing();
  await db.delete(callCounts).where(lt(callCounts.minute, ago(day + 60)));
}

/** SQL: the end of the last minute that is stored. */
function storedUntil(db: Database): SQL {
  const last = db.select({ at: sql`max(${callCounts.minute})` }).from(callCounts);
  return sql`coalesce((${last}) + interval '1 minute', '-infinity')`;
}

function countOf(db: Database, where: SQL | undefined): SQL {
  const counted = db.select({ number: sql`count(*)` }).from(calls);
  return sql`(${counted.where(and(wasLetThrough(calls), where))})`;
}
