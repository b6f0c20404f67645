import "server-only";
import { createHash } from "node:crypto";
import { and, desc, eq, gt, inArray, lt, or, type Placeholder, type SQL, sql } from "drizzle-orm";
import { type Database, database, rateLimits } from "@/lib/db";
import { fromNow } from "@/lib/db/time";
import { AppError } from "@/lib/errors";
import { logSecurity, pseudonym } from "./log";

/** A fixed window: at most `hits` within `seconds` of the first hit. */
export interface Limit {
  readonly name: string;
  readonly hits: number;
  readonly seconds: number;
}

/** For reading of every kind together, per person. A page without a stream of changes asks for people 20 times a minute. */
export const lookUpLimit: Limit = { name: "look_up", hits: 240, seconds: 60 };

/** For changes of every kind together, per person. */
export const changeLimit: Limit = { name: "change", hits: 120, seconds: 60 };

/**
 * The most counters (rows) that are kept of each limit. Anybody can make one of some limits, by a name that nobody has or from
 * another address. Each limit has its own number: the beats of many people must not push out those of wrong passwords.
 */
const mostCounters = 100_000;
/** How often (ms, by each process) a hit also removes old counters. */
const sweepEveryMs = 60_000;
let sweptAt = 0;

/** Counts one hit of `who` against `limit`, over all instances of the server. Throws `rate_limited` at one too many. */
export async function hit(limit: Limit, who: string): Promise<void> {
  const db = await database();
  await sweepIfDue();
  const counted = await countHit(db, limit, who);
  if (counted.length === 0) throw await refuseHit(limit, who);
}

/**
 * Counts one hit, as a statement or as a part of a larger one. It returns a row, or none at one too many: that one is to be
 * refused by {@link refuseHit}. `onlyIf`: else nothing is counted, and no row returned.
 */
export function countHit(db: Database, limit: Limit, who: string, onlyIf: SQL = sql`true`) {
  return countHitOf(db, limit, keyOf(limit, who), onlyIf);
}

/** The same for the key of a counter ({@link keyOf}), which may be a placeholder. */
export function countHitOf(db: Database, limit: Limit, key: string | Placeholder, onlyIf: SQL) {
  const over = lt(rateLimits.expiresAt, sql`now()`);
  // One statement, so that of two hits at the same time one sees the other's count. At the limit the row is not
  // changed, so refused attempts do not prolong the wait.
  return db
    .insert(rateLimits)
    .select(sql`select ${key}, 1, ${fromNow(limit.seconds)} where ${onlyIf}`)
    .onConflictDoUpdate({
      target: rateLimits.key,
      set: {
        count: sql`case when ${over} then 1 else ${rateLimits.count} + 1 end`,
        expiresAt: sql`case when ${over} then excluded.expires_at else ${rateLimits.expiresAt} end`,
      },
      setWhere: or(over, lt(rateLimits.count, limit.hits)),
    })
    .returning({ key: rateLimits.key });
}

/** Logs that one hit too many came, and returns the error `rate_limited` that answers it. */
export async function refuseHit(limit: Limit, who: string): Promise<AppError> {
  logRefusedHit(limit, who);
  return refusal(keyOf(limit, who), limit);
}

/** Logs that one hit too many came. */
export function logRefusedHit(limit: Limit, who: string): void {
  logSecurity("rate_limited", { limit: limit.name, who: who.startsWith("u_") ? who : pseudonym(who) });
}

/** Whether one more hit would be one too many. It counts nothing. `db`: the transaction to ask in. */
export async function isAtLimit(limit: Limit, who: string, db?: Database): Promise<boolean> {
  const [row] = await (db ?? (await database()))
    .select({ count: rateLimits.count })
    .from(rateLimits)
    .where(and(eq(rateLimits.key, keyOf(limit, who)), gt(rateLimits.expiresAt, sql`now()`)));
  return (row?.count ?? 0) >= limit.hits;
}

/** Takes a hit back that turned out not to count. A counter of no hits is removed. */
export async function takeBack(limit: Limit, who: string): Promise<void> {
  const db = await database();
  const key = eq(rateLimits.key, keyOf(limit, who));
  const removed = await db
    .delete(rateLimits)
    .where(and(key, lt(rateLimits.count, 2)))
    .returning({ key: rateLimits.key });
  if (removed.length > 0) return;
  await db
    .update(rateLimits)
    .set({ count: sql`${rateLimits.count} - 1` })
    .where(and(key, gt(rateLimits.count, 0)));
}

/**
 * Removes the counters whose windows are over. If more than `most` of a limit are left, the ones with the fewest hits go,
 * since a flood of new keys has one hit each.
 */
export async function sweepLimits(most = mostCounters): Promise<void> {
  const db = await database();
  await db.delete(rateLimits).where(lt(rateLimits.expiresAt, sql`now()`));
  const limit = sql`split_part(${rateLimits.key}, ':', 1)`;
  const ranked = db
    .select({
      key: rateLimits.key,
      rank: sql<number>`row_number() over (
        partition by ${limit} order by ${desc(rateLimits.count)}, ${desc(rateLimits.expiresAt)})`.as("rank"),
    })
    .from(rateLimits)
    .as("ranked");
  const surplus = db.select({ key: ranked.key }).from(ranked).where(gt(ranked.rank, most));
  // Mostly there are fewer, and nothing is to be sorted.
  if ((await db.$count(rateLimits)) > most)
    await db.delete(rateLimits).where(inArray(rateLimits.key, surplus));
}

/** Sweeps with the hits themselves: people who are not signed in send no beats, with which other upkeep runs. */
async function sweepIfDue(): Promise<void> {
  const now = Date.now();
  if (Math.abs(now - sweptAt) < sweepEveryMs) return;
  sweptAt = now;
  await sweepLimits();
}

async function refusal(key: string, limit: Limit): Promise<AppError> {
  const db = await database();
  const [row] = await db
    .select({ seconds: sql`ceil(extract(epoch from ${rateLimits.expiresAt} - now()))`.mapWith(Number) })
    .from(rateLimits)
    .where(eq(rateLimits.key, key));
  const seconds = row?.seconds ?? 1;
  return new AppError("rate_limited", { retryAfterSeconds: Math.min(Math.max(seconds, 1), limit.seconds) });
}

/** The row's key. It is hashed, since `who` may be any text that a stranger typed: long, or with a NUL. */
export function keyOf(limit: Limit, who: string): string {
  return `${limit.name}:${createHash("sha256").update(who).digest("base64url")}`;
}
