import "server-only";
import { createHash } from "node:crypto";
import { and, eq, gt, lt, or, sql } from "drizzle-orm";
import { database, rateLimits } from "@/lib/db";
import { fromNow } from "@/lib/db/time";
import { AppError } from "@/lib/errors";

/** So many hits in a window that begins with the first of them. */
export interface Limit {
  readonly name: string;
  readonly hits: number;
  readonly seconds: number;
}

/** A person's searches and lists: each open page asks for people 24 times a minute. */
export const lookUpLimit: Limit = { name: "look_up", hits: 240, seconds: 60 };

/** What a person changes, of all kinds together. */
export const changeLimit: Limit = { name: "change", hits: 120, seconds: 60 };

/** Counts one hit of `who` against `limit`, on all instances together. Throws `rate_limited` when it is over. */
export async function hit(limit: Limit, who: string): Promise<void> {
  const db = await database();
  const key = keyOf(limit, who);
  const over = lt(rateLimits.expiresAt, sql`now()`);
  // One statement, so that of two hits at the same moment one sees the other's count. At the limit the row
  // is left alone: refused attempts do not prolong the wait.
  const counted = await db
    .insert(rateLimits)
    .values({ key, count: 1, expiresAt: fromNow(limit.seconds) })
    .onConflictDoUpdate({
      target: rateLimits.key,
      set: {
        count: sql`case when ${over} then 1 else ${rateLimits.count} + 1 end`,
        expiresAt: sql`case when ${over} then excluded.expires_at else ${rateLimits.expiresAt} end`,
      },
      setWhere: or(over, lt(rateLimits.count, limit.hits)),
    })
    .returning({ key: rateLimits.key });
  if (counted.length === 0) throw await refusal(key, limit);
}

/** Takes a hit back, for what turned out not to count. */
export async function takeBack(limit: Limit, who: string): Promise<void> {
  const db = await database();
  await db
    .update(rateLimits)
    .set({ count: sql`${rateLimits.count} - 1` })
    .where(and(eq(rateLimits.key, keyOf(limit, who)), gt(rateLimits.count, 0)));
}

/** Removes the counters whose windows are over. */
export async function sweepLimits(): Promise<void> {
  const db = await database();
  await db.delete(rateLimits).where(lt(rateLimits.expiresAt, sql`now()`));
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

/** Hashed, since `who` may be anything a stranger typed, of any length and with bytes a database refuses. */
function keyOf(limit: Limit, who: string): string {
  return `${limit.name}:${createHash("sha256").update(who).digest("base64url")}`;
}
