import "server-only";
import { and, eq, gt, isNull, type Placeholder, type SQL, type SQLWrapper, sql } from "drizzle-orm";
import type { Refusal } from "@/lib/contracts";
import { type Database, database } from "@/lib/db";
import { calls, personLimits, wasLetThrough } from "@/lib/db/schema";
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

/**
 * How many calls there are, or may be, at once, in an hour and in a day. `atOnce`: those that the voice network has not
 * reported as over.
 */
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

/**
 * How many calls the configuration allows at once, in an hour and in a day: of one person, and of everybody together.
 * `longestSeconds`: when a call is over in any case.
 */
export function callLimits() {
  const limits = env();
  return {
    mineAtOnce: limits.CALLS_AT_ONCE_PER_PERSON,
    mineInHour: limits.CALLS_PER_HOUR_PER_PERSON,
    mineInDay: limits.CALLS_PER_DAY_PER_PERSON,
    allAtOnce: limits.CALLS_AT_ONCE,
    allInHour: limits.CALLS_PER_HOUR,
    allInDay: limits.CALLS_PER_DAY,
    longestSeconds: longestCallSeconds(),
  };
}

/** The same, or places for them in a statement. */
export type Limits = Readonly<Record<keyof ReturnType<typeof callLimits>, number | Placeholder>>;

/**
 * The same for the calls by one link of a guest. They are few: it is one person whom they ring. `once`: the link is for one
 * call that is answered, so a second one must not ring beside it.
 */
export function guestLimits(once: boolean): Limits {
  return { ...callLimits(), mineAtOnce: once ? 1 : 2, mineInHour: 20, mineInDay: 60 };
}

/** Whose calls are counted as those of one caller. */
export interface Counted {
  /** SQL: a call is one of theirs. */
  readonly calls: SQL;
  /** For whom the operator may have set limits; null: nobody. */
  readonly personId: string | Placeholder | null;
}

/** The calls of a person. */
export function callsOfPerson(personId: string | Placeholder): Counted {
  return { calls: eq(calls.callerId, personId), personId };
}

/** Which limit keeps `callerId` from making one more call now, or null. */
export async function findLimit(callerId: string): Promise<Refusal | null> {
  const db = await database();
  const reached = limitReached(db, callsOfPerson(callerId), callLimits());
  const [row] = await db.with(reached).select().from(reached);
  return row?.refusal ?? null;
}

/**
 * The same as a part of a larger statement: a row with the column `refusal`. Its answer stays true only under
 * {@link lockPlaces}.
 */
export function limitReached(db: Database, whose: Counted, limits: Limits) {
  const counted = db.$with("counted").as(
    db
      .select({
        ...countsOf(db, whose, limits),
        ...countsOfAll(db, limits),
        ...limitsOf(limits),
      })
      .from(one)
      .leftJoin(personLimits, sql`${personLimits.userId} = ${whose.personId}::text`),
  );
  // Who may make no call at all is not told to end one first.
  const refusal = sql<Refusal | null>`case
    when least(${counted.mostAtOnce}, ${counted.mostInHour}, ${counted.mostInDay}) = 0 then 'call_quota'
    when ${counted.mineAtOnce} >= ${counted.mostAtOnce} then 'calls_at_once'
    when ${counted.mineInHour} >= ${counted.mostInHour} then 'call_quota'
    when ${counted.mineInDay} >= ${counted.mostInDay} then 'call_quota'
    when ${counted.allAtOnce} >= ${limits.allAtOnce} then 'installation_full'
    when ${counted.allInHour} >= ${limits.allInHour} then 'installation_full'
    when ${counted.allInDay} >= ${limits.allInDay} then 'installation_full' end`;
  return db.$with("reached").as(
    db
      .with(counted)
      .select({ refusal: refusal.as("refusal") })
      .from(counted),
  );
}

/** The calls of everybody together. */
export async function countCalls(): Promise<CallCounts> {
  const db = await database();
  const [row] = await db.select(countsOfAll(db, callLimits())).from(one);
  if (!row) throw new Error("a count has one row");
  return { atOnce: row.allAtOnce, hour: row.allInHour, day: row.allInDay };
}

/** The calls of one person that were let through. */
export async function countCallsOf(personId: string): Promise<CallCounts> {
  const db = await database();
  const [row] = await db.select(countsOf(db, callsOfPerson(personId), callLimits())).from(one);
  if (!row) throw new Error("a count has one row");
  return { atOnce: row.mineAtOnce, hour: row.mineInHour, day: row.mineInDay };
}

/** How many calls one person may make at once, in an hour and in a day: 0 is none at all. */
export async function callLimitsOf(personId: string): Promise<CallCounts> {
  const db = await database();
  const [row] = await db
    .select(limitsOf(callLimits()))
    .from(one)
    .leftJoin(personLimits, eq(personLimits.userId, personId));
  if (!row) throw new Error("limits have one row");
  return { atOnce: row.mostAtOnce, hour: row.mostInHour, day: row.mostInDay };
}

/** A table of one row, for a query of nothing but counts. */
const one = sql`(select 1) as one`;

/** SQL: the limits of one person, of the row of `person_limits` that is joined if there is one, else as configured. */
function limitsOf({ mineAtOnce, mineInHour, mineInDay }: Limits) {
  const limit = (set: SQLWrapper, configured: number | Placeholder, name: string) =>
    sql`coalesce(${set}, ${configured}::integer)`.mapWith(Number).as(name);
  return {
    mostAtOnce: limit(personLimits.callsAtOnce, mineAtOnce, "most_at_once"),
    mostInHour: limit(personLimits.callsPerHour, mineInHour, "most_in_hour"),
    mostInDay: limit(personLimits.callsPerDay, mineInDay, "most_in_day"),
  };
}

/** SQL: the calls of one caller that rang, or were to ring. Mostly there are no more of them than the limits allow. */
function countsOf(db: Database, whose: Counted, limits: Limits) {
  const those = (name: string, where: SQL | undefined) =>
    counting(db, and(whose.calls, wasLetThrough(calls), where)).as(name);
  const isInHour = gt(calls.startedAt, ago(hour));
  const isInDay = gt(calls.startedAt, ago(day));
  return {
    mineAtOnce: those("mine_at_once", isOpen(limits)),
    mineInHour: those("mine_in_hour", isInHour),
    mineInDay: those("mine_in_day", isInDay),
  };
}

/** SQL: those of everybody. */
function countsOfAll(db: Database, limits: Limits) {
  return {
    allAtOnce: counting(db, and(isOpen(limits), wasLetThrough(calls))).as("all_at_once"),
    allInHour: callsWithin(db, hour).mapWith(Number).as("all_in_hour"),
    allInDay: callsWithin(db, day).mapWith(Number).as("all_in_day"),
  };
}

/**
 * SQL: a call has its place at once until the voice network reports its end. Reports are lost at times, so it loses the
 * place in any case once the network would have ended it.
 */
function isOpen({ longestSeconds }: Limits): SQL | undefined {
  return and(isNull(calls.releasedAt), gt(calls.startedAt, ago(longestSeconds)));
}

function counting(db: Database, where: SQL | undefined): SQL<number> {
  const counted = db.select({ number: sql`count(*)` }).from(calls);
  return sql`(${counted.where(where)})`.mapWith(Number);
}
