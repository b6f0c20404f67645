import "server-only";
import { and, asc, eq, exists, gt, isNull, lt, or, type SQL, sql } from "drizzle-orm";
import type { AnyPgColumn } from "drizzle-orm/pg-core";
import { calls, type Database, database, presence } from "@/lib/db";
import { conclude } from "./conclude";

/**
 * Gives an outcome to calls that are over although no webhook has said so.
 *
 * Done whenever calls are read and with beats (keepHouse), rather than by a timer: a server that sleeps between
 * requests has none. A tab's word that its part is over is waited out for 10 s, as the webhook may be on its way.
 */
export async function settleOverdue(): Promise<void> {
  const db = await database();
  await excuseOwnSilence(db);
  for (const { id, ...signs } of await findOverdue(db)) {
    const end = conclude(signs);
    if (!end) continue;
    await db
      .update(calls)
      .set({ ...end, evidence: "guess" })
      // A webhook may have come in between, whose word holds, or a sign of life.
      .where(and(eq(calls.id, id), isOverdue(db)));
  }
}

// On the global object, as each route is a bundle of its own.
const shared = globalThis as typeof globalThis & { browserPhoneListens?: boolean };

/**
 * Once a process, before its first look: the silence may have been the server's own, so calls that were under way a
 * short while ago get a minute to be heard of, in which hidden pages beat too. What is older was over anyway.
 */
async function excuseOwnSilence(db: Database): Promise<void> {
  if (shared.browserPhoneListens) return;
  await db
    .update(calls)
    .set({ liveUntil: sql`greatest(${calls.liveUntil}, now() + interval '60 seconds')` })
    .where(and(isNull(calls.outcome), gt(calls.lastSeenAt, sql`now() - interval '10 minutes'`)));
  shared.browserPhoneListens = true;
}

const isSilent = lt(calls.liveUntil, sql`now()`);

function findOverdue(db: Database) {
  return db
    .select({
      id: calls.id,
      startedAt: calls.startedAt,
      ringingAt: calls.ringingAt,
      answeredAt: calls.answeredAt,
      callerEndedAt: callerHint(db),
      calleeEndedAt: calleeHint(db),
      lastSeenAt: calls.lastSeenAt,
      silent: sql<boolean>`${isSilent}`,
    })
    .from(calls)
    .where(isOverdue(db))
    .orderBy(asc(calls.liveUntil))
    .limit(100);
}

/** SQL: the call is under way as far as anybody has said, and can be concluded. */
function isOverdue(db: Database): SQL | undefined {
  const hint = sql`least(${callerHint(db)}, ${calleeHint(db)})`;
  return and(isNull(calls.outcome), or(isSilent, sql`${hint} < now() - interval '10 seconds'`));
}

function callerHint(db: Database): SQL<Date | null> {
  return unlessElsewhere(db, calls.callerEndedAt, calls.callerId);
}

function calleeHint(db: Database): SQL<Date | null> {
  return unlessElsewhere(db, calls.calleeEndedAt, calls.calleeId);
}

/**
 * The hint, unless another tab of that person is in the call: of several devices that ring, all but the one
 * that answers say that it is over for them.
 */
function unlessElsewhere(db: Database, hint: AnyPgColumn, userId: AnyPgColumn): SQL<Date | null> {
  const elsewhere = exists(
    db
      .select({ one: sql`1` })
      .from(presence)
      .where(
        and(eq(presence.ref, calls.ref), eq(presence.userId, userId), gt(presence.expiresAt, sql`now()`)),
      ),
  );
  return sql`case when ${elsewhere} then null else ${hint} end`.mapWith(hint) as SQL<Date | null>;
}
