import "server-only";
import { eq, sql } from "drizzle-orm";
import { calls, type Database, transaction } from "@/lib/db";
import { type CallEvent, type CallFacts, transition } from "./transition";

/**
 * Tells what happened, once the call's row is locked. null: nothing but that the call is alive; `repeated`: what has
 * been told before. `now` is the database's time.
 */
type Report = (db: Database, callId: number, now: Date) => Promise<CallEvent | "repeated" | null>;

/**
 * Takes a report about the call with that caller's leg in. The row stays locked meanwhile, so that two reports at
 * once are taken in turn. An unknown call is let pass.
 */
export async function changeCall(callSid: string, report: Report): Promise<void> {
  await transaction(async (db) => {
    const [row] = await db
      .select({ id: calls.id, facts, now: sql`now()`.mapWith(calls.startedAt) })
      .from(calls)
      .where(eq(calls.callSid, callSid))
      .for("update");
    if (!row) return;
    const event = await report(db, row.id, row.now);
    if (event === "repeated") return;
    const { startedAt: _, ...known } = event ? transition(row.facts, event) : row.facts;
    const change = known.outcome === null ? { ...known, ...aliveAt(event?.at ?? row.now) } : known;
    await db.update(calls).set(change).where(eq(calls.id, row.id));
  });
}

/**
 * Any report on a call under way is a sign of life, of the time that it tells of: one that comes 10 min late does not
 * keep the call open.
 */
function aliveAt(at: Date) {
  const seenAt = sql`least(now(), ${at.toISOString()}::timestamptz)`;
  return {
    lastSeenAt: sql`greatest(${calls.lastSeenAt}, ${seenAt})`,
    liveUntil: sql`greatest(${calls.liveUntil}, ${seenAt} + interval '45 seconds')`,
  };
}

const facts = {
  startedAt: calls.startedAt,
  ringingAt: calls.ringingAt,
  answeredAt: calls.answeredAt,
  endedAt: calls.endedAt,
  finalStatus: calls.finalStatus,
  durationSeconds: calls.durationSeconds,
  outcome: calls.outcome,
  evidence: calls.evidence,
} satisfies Record<keyof CallFacts, unknown>;
