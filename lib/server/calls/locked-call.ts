import "server-only";
import { and, eq, gt, isNull, or, type SQL, sql } from "drizzle-orm";
import type { AnyPgColumn } from "drizzle-orm/pg-core";
import { type Database, sessions } from "@/lib/db";
import { callEvents, callLegs, calls } from "@/lib/db/schema";
import { storable } from "@/lib/db/text";
import type { CallFacts, LegFacts } from "./facts";
import { isReleased } from "./outcome-of";

/** A leg's reports are numbered. */
export interface ReportNumber {
  /** The leg that the report is about. */
  readonly callSid: string;
  readonly sequence: number;
  /** The leg's status. Nothing depends on it; it is stored to make the table readable. */
  readonly status: string;
}

/** A leg of a call that is being changed. */
export interface LockedLeg extends LegFacts {
  /** null: no report on the leg has come yet. */
  readonly callSid: string | null;
  /** The session of its device has not ended. */
  readonly isSignedIn: boolean;
}

/** A call whose row is locked until the transaction ends. */
export interface LockedCall {
  readonly id: number;
  readonly now: Date;
  /** The report was applied before. */
  readonly isRepeated: boolean;
  /** The session that placed the call has not ended. */
  readonly callerIsSignedIn: boolean;
  readonly facts: CallFacts;
  readonly legs: readonly LockedLeg[];
}

/**
 * Locks the row of a call, so that two changes at the same time are made one after the other, and reads the call with
 * its legs. `number`: the report to be applied, which is stored. Undefined: there is no such call.
 */
export async function lockCall(
  db: Database,
  where: SQL | undefined,
  number: ReportNumber | null = null,
): Promise<LockedCall | undefined> {
  const [locked] = await db.select({ id: calls.id }).from(calls).where(where).for("update");
  if (!locked) return undefined;
  // A second statement, which begins when the lock is held. The one that took the lock may not see the latest change of
  // the legs.
  const rows = await readCall(db, locked.id, number);
  const [first] = rows;
  if (!first) return undefined;
  const legs = rows.flatMap(({ leg, isSignedIn }) => (leg ? [{ ...leg, isSignedIn }] : []));
  const { facts, now, isNew, callerIsSignedIn } = first;
  return { id: locked.id, now, isRepeated: !isNew, callerIsSignedIn, facts: { ...facts, legs }, legs };
}

/** Stores what is known of a locked call by now. `leg`: the leg that has changed, with its CallSid if that is known. */
export async function saveCall(
  db: Database,
  { id }: LockedCall,
  after: CallFacts,
  change: { readonly leg: string | null; readonly callSid: string | null; readonly alive: Partial<Alive> },
): Promise<void> {
  const { legs, startedAt: _, ...facts } = after;
  const values = {
    ...facts,
    ...change.alive,
    ...(isReleased(after) ? { releasedAt: sql`coalesce(${calls.releasedAt}, now())` } : {}),
  };
  const leg = legs.find(({ voiceId }) => voiceId === change.leg);
  if (!leg) {
    await db.update(calls).set(values).where(eq(calls.id, id));
    return;
  }
  const { voiceId, ...legFacts } = leg;
  const savedLeg = db.$with("saved_leg").as(
    db
      .update(callLegs)
      .set({ ...legFacts, callSid: sidOnce(change.callSid) })
      .where(and(eq(callLegs.callId, id), eq(callLegs.voiceId, voiceId)))
      .returning({ voiceId: callLegs.voiceId }),
  );
  await db.with(savedLeg).update(calls).set(values).where(eq(calls.id, id));
}

/** The columns that a sign of life changes. */
interface Alive {
  readonly lastSeenAt: SQL;
  readonly liveUntil: SQL;
}

/** SQL: the leg's CallSid, which does not change, and is not that of another leg. */
function sidOnce(callSid: string | null): SQL | undefined {
  if (callSid === null) return undefined;
  const other = sql`exists (select 1 from ${callLegs} as other where other.call_sid = ${callSid})`;
  return sql`coalesce(${callLegs.callSid}, case when ${other} then null else ${callSid} end)`;
}

async function readCall(db: Database, id: number, number: ReportNumber | null) {
  const numbered = {
    callSid: "",
    sequence: 0,
    ...number,
    callId: id,
    status: storable(number?.status ?? ""),
  };
  const added = db
    .$with("added")
    .as(
      db
        .insert(callEvents)
        .values(numbered)
        .onConflictDoNothing()
        .returning({ sequence: callEvents.sequence }),
    );
  const isNew = number ? sql<boolean>`exists (select 1 from ${added})` : sql<boolean>`true`;
  const fields = {
    facts,
    now: sql`now()`.mapWith(calls.startedAt),
    isNew,
    callerIsSignedIn: sql<boolean>`${or(isNull(calls.callerSessionId), isLive(db, sessions.id, calls.callerSessionId))}`,
    leg,
    isSignedIn: sql<boolean>`${isLive(db, sessions.voiceId, callLegs.voiceId)}`,
  };
  const query = number ? db.with(added).select(fields) : db.select(fields);
  return query.from(calls).leftJoin(callLegs, eq(callLegs.callId, calls.id)).where(eq(calls.id, id));
}

/** SQL: there is a session that has not ended, whose `key` is that of the call or leg. */
function isLive(db: Database, key: AnyPgColumn, value: AnyPgColumn): SQL {
  const live = db
    .select({ one: sql`1` })
    .from(sessions)
    .where(and(eq(key, value), gt(sessions.expiresAt, sql`now()`)));
  return sql`exists ${live}`;
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
} satisfies Record<Exclude<keyof CallFacts, "legs">, unknown>;

const leg = {
  voiceId: callLegs.voiceId,
  callSid: callLegs.callSid,
  answeredAt: callLegs.answeredAt,
  endedAt: callLegs.endedAt,
  finalStatus: callLegs.finalStatus,
  noRoom: callLegs.noRoom,
} satisfies Record<keyof LegFacts | "callSid", unknown>;
