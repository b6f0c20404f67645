import "server-only";
import { and, desc, eq, or, sql } from "drizzle-orm";
import type { Outcome, Refusal } from "@/lib/contracts";
import { type CallRow, type Database, database, transaction } from "@/lib/db";
import { callEvents, callLegs, calls } from "@/lib/db/schema";
import { storable } from "@/lib/db/text";
import { findLimit, lockPlaces } from "./caps";
import { earlyEnd } from "./note-ended";

/** A call that the voice network asks about for the first time. */
export interface NewCall {
  readonly ref: string;
  /** The caller's leg. */
  readonly callSid: string;
  readonly callerId: string;
  readonly callerSessionId: string;
  /** null: what the caller asked for is not a person. */
  readonly calleeId: string | null;
  /** What the caller asked for, of any length. Its first 64 characters are stored. */
  readonly dialed: string;
  readonly anonymous: boolean;
  /** The devices that it rings (`sessions.voiceId`). */
  readonly devices: readonly string[];
  /** How the call ends at once, without ringing; null: it rings. */
  readonly refused: { readonly outcome: Outcome; readonly refusal: Refusal | null } | null;
}

/** A call, and the devices that it rings (`sessions.voiceId`), in a fixed order. */
export interface RoutedCall {
  readonly row: CallRow;
  readonly devices: readonly string[];
}

/**
 * Writes a new call with its legs. Undefined if there is already a row with its CallSid or its ref.
 *
 * A call that is to ring is refused if the caller, or everybody together, has as many calls as are allowed. Such a call
 * does not exist for the callee, like every call that is refused because of its caller.
 */
export async function createCall(call: NewCall): Promise<RoutedCall | undefined> {
  if (call.refused) return insertCall(call, await database());
  return transaction(async (db) => {
    await lockPlaces(db);
    const refusal = await findLimit(call.callerId, db);
    const over = refusal && {
      calleeId: null,
      devices: [],
      refused: { outcome: "failed", refusal } as const,
    };
    return insertCall({ ...call, ...over }, db);
  });
}

async function insertCall(
  { refused, dialed, devices, ...call }: NewCall,
  db: Database,
): Promise<RoutedCall | undefined> {
  const end = refused && {
    ...refused,
    evidence: "refused" as const,
    endedAt: sql`now()`,
    releasedAt: sql`now()`,
  };
  const created = db.$with("created").as(
    db
      .insert(calls)
      .values({ ...call, dialed: storable(dialed), ...(end ?? endIfEarly(db, call.callSid)) })
      .onConflictDoNothing()
      .returning(),
  );
  // One statement writes both tables, since each round trip delays the ring.
  const legs = db.$with("legs", {}).as(
    sql`insert into ${callLegs} (call_id, voice_id)
      select id, unnest(${sql.param([...devices])}::text[]) from ${created}`,
  );
  const [row] = await db.with(created, legs).select().from(created);
  return row && { row, devices: [...devices].sort() };
}

/** The end of the caller's leg, if that was reported before the call had a row (see `noteCallerLegEnded`). */
function endIfEarly(db: Database, callSid: string) {
  const early = db
    .select({ at: callEvents.receivedAt })
    .from(callEvents)
    .where(and(eq(callEvents.callSid, callSid), eq(callEvents.sequence, earlyEnd)));
  return { callerEndedAt: sql`(${early})`, releasedAt: sql`(${early})` };
}

/** The call with that CallSid, else the call with that ref (null: no ref is asked for). */
export async function findExistingCall(callSid: string, ref: string | null): Promise<RoutedCall | undefined> {
  const db = await database();
  const legs = db.select({ voiceId: callLegs.voiceId }).from(callLegs).where(eq(callLegs.callId, calls.id));
  const [found] = await db
    .select({ row: calls, devices: sql<string[]>`array(${legs})` })
    .from(calls)
    .where(or(eq(calls.callSid, callSid), ref === null ? undefined : eq(calls.ref, ref)))
    // Two rows match when another leg comes under the ref of an earlier call.
    .orderBy(desc(eq(calls.callSid, callSid)))
    .limit(1);
  return found && { ...found, devices: found.devices.sort() };
}
