import "server-only";
import { and, eq, gt, isNotNull, isNull, or, type SQL, sql } from "drizzle-orm";
import type { AnyPgColumn } from "drizzle-orm/pg-core";
import { type CallRow, type Database, database, sessions, voicemails } from "@/lib/db";
import { calls, wasLetThrough } from "@/lib/db/schema";
import { callLimits, callsOfPerson, limitReached, lockPlaces } from "./caps";
import { tellOfMessage } from "./tell";

/** A call that has ended for its callee, whose caller may be asked for a message. */
export type UnansweredCall = Pick<
  CallRow,
  "ref" | "callSid" | "callerId" | "calleeId" | "anonymous" | "outcome"
>;

/** The call with that CallSid; undefined if there is none, or it has no outcome yet. */
export async function findUnanswered(callSid: string): Promise<UnansweredCall | undefined> {
  const db = await database();
  const [call] = await db
    .select({
      ref: calls.ref,
      callSid: calls.callSid,
      callerId: calls.callerId,
      calleeId: calls.calleeId,
      anonymous: calls.anonymous,
      outcome: calls.outcome,
    })
    .from(calls)
    .where(and(eq(calls.callSid, callSid), isNotNull(calls.outcome)));
  return call;
}

/**
 * Notes that voicemail hears the caller from now on: the call keeps its outcome, and takes a place again until the caller's
 * leg has ended. To be called in a transaction. False if the caller has gone, is signed out, or was heard before; or if
 * no place is left for a call that we refused, which has taken none yet.
 */
export async function openMessage(db: Database, callSid: string, callerId: string): Promise<boolean> {
  await db.execute(lockPlaces());
  const reached = limitReached(db, callsOfPerson(callerId), callLimits());
  const hasPlace = or(wasLetThrough(calls), sql`(select refusal from ${reached}) is null`);
  const opened = await db
    .with(reached)
    .update(calls)
    .set({ messageAt: sql`now()`, releasedAt: null })
    .where(
      and(
        eq(calls.callSid, callSid),
        eq(calls.callerId, callerId),
        isNull(calls.messageAt),
        isNull(calls.callerEndedAt),
        isSignedIn(db),
        hasPlace,
      ),
    )
    .returning({ id: calls.id });
  return opened.length > 0;
}

/**
 * Notes that voicemail does not hear the caller any more, and the length of the message (s); null: none was left, or it is
 * not known. A second time changes only what was not known. Tells the tabs of both people.
 */
export async function closeMessage(callSid: string, seconds: number | null): Promise<void> {
  const db = await database();
  const [closed] = await db
    .update(calls)
    .set({
      releasedAt: sql`coalesce(${calls.releasedAt}, now())`,
      messageSeconds: sql`coalesce(${calls.messageSeconds}, ${seconds}::int)`,
    })
    .where(and(eq(calls.callSid, callSid), isNotNull(calls.messageAt)))
    .returning({ callerId: calls.callerId, calleeId: calls.calleeId });
  if (closed) tellOfMessage(closed);
}

/** The badge says "99+" for more. */
const mostCounted = 100;

/** How many messages `me` has not heard: 100 at most. */
export async function countUnheard(me: string): Promise<number> {
  const db = await database();
  const some = db
    .select({ id: voicemails.id })
    .from(voicemails)
    .where(and(eq(voicemails.ownerId, me), isNotNull(voicemails.recordedAt), isNull(voicemails.heardAt)))
    .limit(mostCounted);
  return db.$count(some.as("some"));
}

/** SQL: a row of `voicemails` is the message that was left in the call with that ref. */
export function isMessageOf(ref: AnyPgColumn): SQL | undefined {
  return and(eq(voicemails.ref, ref), isNotNull(voicemails.recordedAt));
}

/** SQL: the session that placed the call has not ended. */
function isSignedIn(db: Database): SQL | undefined {
  const live = db
    .select({ one: sql`1` })
    .from(sessions)
    .where(and(eq(sessions.id, calls.callerSessionId), gt(sessions.expiresAt, sql`now()`)));
  return or(isNull(calls.callerSessionId), sql`exists ${live}`);
}
