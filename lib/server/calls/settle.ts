import "server-only";
import { and, asc, eq, exists, gt, inArray, isNull, lt, or, type SQL, sql } from "drizzle-orm";
import { type AnyPgColumn, unionAll } from "drizzle-orm/pg-core";
import { type Database, database, presence } from "@/lib/db";
import { processState } from "@/lib/db/process-state";
import { calls } from "@/lib/db/schema";
import { ago, fromNow } from "@/lib/db/time";
import { guessOutcome } from "./guess-outcome";
import { tellOfCall } from "./tell";

/** How long (s) we wait for the network's report after a tab has reported that its side of the call is over. */
const graceSeconds = 10;

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
    if (settled) tellOfCall(settled);
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
/** Somebody has reported an end, who may be in the call on another device. */
const isHinted = sql`least(${calls.callerEndedAt}, ${calls.calleeEndedAt}) < ${ago(graceSeconds)}`;

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
    .where(and(inArray(calls.id, mayBeOverdue(db)), isOverdue(db)))
    .orderBy(asc(calls.liveUntil))
    .limit(100);
}

/** The calls among which the overdue ones are: each part has an index, so that not all calls under way are looked at. */
function mayBeOverdue(db: Database) {
  const those = (where: SQL) =>
    db
      .select({ id: calls.id })
      .from(calls)
      .where(and(isNull(calls.outcome), where));
  return unionAll(those(isSilent), those(isHinted));
}

/** SQL: the call has no outcome yet, and it is time to guess one. */
function isOverdue(db: Database): SQL | undefined {
  const hint = sql`least(${callerHint(db)}, ${calleeHint(db)})`;
  return and(isNull(calls.outcome), or(isSilent, sql`${hint} < ${ago(graceSeconds)}`));
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
