import "server-only";
import { eq, lt, sql } from "drizzle-orm";
import { type Database, database, transaction } from "@/lib/db";
import { callAliveSeconds, callEvents, calls } from "@/lib/db/schema";
import { storable } from "@/lib/db/text";
import { ago, secondsAfter } from "@/lib/db/time";
import { released } from "./release";
import { reportedTime } from "./times";
import { type CallFacts, type Progress, transition } from "./transition";

/** A report of the voice network on a call. */
export interface NetworkReport {
  /** The CallSid of the caller's leg, by which the call is known. */
  readonly callSid: string;
  /** Identifies a repeated report. null: it has no number, and is safe to apply twice (see `transition`). */
  readonly number: ReportNumber | null;
  /** The report's own time; null if it has none. It may be an invalid date (see `reportedTime`). */
  readonly at: Date | null;
  /** null: the report only shows that the call is under way. */
  readonly progress: Progress | null;
}

/** A leg's reports are numbered. */
export interface ReportNumber {
  /** The leg that the report is about. */
  readonly callSid: string;
  readonly sequence: number;
  /** The leg's status. Nothing depends on it; it is stored to make the table readable. */
  readonly status: string;
}

/**
 * Brings a call's row up to date with a report. The row is locked meanwhile, so that two reports at the same time
 * are applied one after the other. A report that was applied before changes nothing, nor does one on an unknown call.
 */
export async function applyReport({ callSid, number, at, progress }: NetworkReport): Promise<void> {
  await transaction(async (db) => {
    const [row] = await db
      .select({ id: calls.id, facts, now: sql`now()`.mapWith(calls.startedAt) })
      .from(calls)
      .where(eq(calls.callSid, callSid))
      .for("update");
    if (!row || (number && !(await isNew(db, row.id, number)))) return;
    const time = progress ? reportedTime(at, row.now) : row.now;
    const { startedAt: _, ...known } = progress
      ? transition(row.facts, { ...progress, at: time })
      : row.facts;
    const change = known.outcome === null ? { ...known, ...aliveAt(time) } : known;
    const end = progress?.kind === "final" ? released : {};
    await db
      .update(calls)
      .set({ ...change, ...end })
      .where(eq(calls.id, row.id));
  });
}

/**
 * Removes the report numbers of more than 30 days ago: the network repeats a report within minutes. The calls stay.
 */
export async function sweepReports(): Promise<void> {
  const db = await database();
  await db.delete(callEvents).where(lt(callEvents.receivedAt, ago(30 * 24 * 60 * 60)));
}

/** Stores the report's number. Returns false if it was stored before. */
async function isNew(db: Database, callId: number, number: ReportNumber): Promise<boolean> {
  const added = await db
    .insert(callEvents)
    .values({ ...number, callId, status: storable(number.status) })
    .onConflictDoNothing()
    .returning({ sequence: callEvents.sequence });
  return added.length > 0;
}

/**
 * Any report on a call under way is a sign of life. It counts at the report's own time, so a report that comes 10 min
 * late does not keep the call open.
 */
function aliveAt(at: Date) {
  const seenAt = sql`least(now(), ${at.toISOString()}::timestamptz)`;
  return {
    lastSeenAt: sql`greatest(${calls.lastSeenAt}, ${seenAt})`,
    liveUntil: sql`greatest(${calls.liveUntil}, ${secondsAfter(seenAt, callAliveSeconds)})`,
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
