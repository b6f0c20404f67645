import "server-only";
import { and, asc, eq, gt, isNull, lt, or, type SQL, sql } from "drizzle-orm";
import { type AnyPgColumn, unionAll } from "drizzle-orm/pg-core";
import { type Database, database, presence } from "@/lib/db";
import { processState } from "@/lib/db/process-state";
import { calls } from "@/lib/db/schema";
import { ago, fromNow } from "@/lib/db/time";
import { guessOutcome } from "./guess-outcome";
import { noteGuessedEnd } from "./guessed-ends";
import { tellOfCall } from "./tell";

/** How long (s) we wait for the network's report after a tab has reported that its side of the call is over. */
const graceSeconds = 10;

/** How many calls are settled at once. Others wait for the next time. */
const mostAtOnce = 100;

/**
 * Gives an outcome to calls that are over although no webhook has reported it.
 *
 * This is done whenever calls are read (`settledCalls`) and with beats (`runUpkeep`), and not by a timer: a server
 * that sleeps between requests has none.
 */
export async function settleOverdue(): Promise<void> {
  const db = await database();
  await excuseOwnSilence(db);
  for (const { id, ...signs } of await findOverdue(db)) {
    const end = guessOutcome(signs);
    if (!end) continue;
    const [settled] = await db
      .update(calls)
      .set({ ...end, evidence: "guess" })
      // Meanwhile a webhook may have reported the outcome, which holds, or a tab may have shown a sign of life.
      .where(and(eq(calls.id, id), isOverdue(db)))
      .returning();
    if (!settled) continue;
    tellOfCall(settled);
    // Of one that was answered they were told then.
    if (settled.wakingAt !== null && settled.answeredAt === null) noteGuessedEnd(settled.ref);
  }
}

/**
 * Runs once in a process, before it settles calls for the first time. The silence may have been the server's own, so
 * calls that were under way in the last 10 minutes get another minute, in which hidden pages beat too. An older call
 * was over anyway.
 */
async function excuseOwnSilence(db: Database): Promise<void> {
  if (processState.hasSettled) return;
  await db
    .update(calls)
    .set({ liveUntil: sql`greatest(${calls.liveUntil}, ${fromNow(60)})` })
    .where(and(isNull(calls.outcome), gt(calls.lastSeenAt, ago(10 * 60))));
  processState.hasSettled = true;
}

const isSilent = lt(calls.liveUntil, sql`now()`);
/** Somebody has reported an end, who may be in the call on another device. True wherever `hintCounts` is. */
const isHinted = sql`least(${calls.callerEndedAt}, ${calls.calleeEndedAt}) < ${ago(graceSeconds)}`;

/**
 * The calls that are overdue, those first that have been silent the longest, and no more than settle at once. Each of the
 * two reasons has an index, and is asked for by itself: with `or`, PostgreSQL would look at all calls under way.
 *
 * Exported for the test of its plan.
 */
export function findOverdue(db: Database) {
  const those = (where: SQL | undefined) =>
    db
      .select({
        id: calls.id,
        startedAt: calls.startedAt,
        wakingAt: calls.wakingAt,
        ringingAt: calls.ringingAt,
        answeredAt: calls.answeredAt,
        callerEndedAt: callerHint(db),
        calleeEndedAt: calleeHint(db),
        lastSeenAt: calls.lastSeenAt,
        liveUntil: calls.liveUntil,
        silent: sql<boolean>`${isSilent}`,
      })
      .from(calls)
      .where(and(isNull(calls.outcome), where));
  // Not `live_until >= now()`: PostgreSQL expects that of few calls, and reads all of `calls_under_way` for them.
  const isHeard = sql`(${isSilent}) is not true`;
  return unionAll(
    those(isSilent).orderBy(asc(calls.liveUntil)).limit(mostAtOnce),
    // Without a limit of its own: for a few in this order, PostgreSQL would again read all of `calls_under_way`.
    those(and(isHinted, isHeard, hintCounts(db))),
  )
    .orderBy(asc(calls.liveUntil))
    .limit(mostAtOnce);
}

/** SQL: the call has no outcome yet, and it is time to guess one. */
function isOverdue(db: Database): SQL | undefined {
  return and(isNull(calls.outcome), or(isSilent, hintCounts(db)));
}

/** SQL: somebody has reported an end, is in the call on no other device, and the network has had time to report it. */
function hintCounts(db: Database): SQL {
  return sql`least(${callerHint(db)}, ${calleeHint(db)}) < ${ago(graceSeconds)}`;
}

function callerHint(db: Database): SQL<Date | null> {
  return unlessElsewhere(db, calls.callerEndedAt, calls.callerId);
}

function calleeHint(db: Database): SQL<Date | null> {
  return unlessElsewhere(db, calls.calleeEndedAt, calls.calleeId);
}

/**
 * SQL: the hint, or null while another tab of that person is in the call. When several devices ring, all but the one
 * that answers report that their side is over.
 */
function unlessElsewhere(db: Database, hint: AnyPgColumn, userId: AnyPgColumn): SQL<Date | null> {
  // Not `exists`: if PostgreSQL expects many calls, it would read all of `presence` once, and then find few calls or none.
  const elsewhere = db
    .select({ isThere: sql`true` })
    .from(presence)
    .where(and(eq(presence.ref, calls.ref), eq(presence.userId, userId), gt(presence.expiresAt, sql`now()`)))
    .limit(1);
  return sql`case when ${elsewhere} then null else ${hint} end`.mapWith(hint) as SQL<Date | null>;
}
