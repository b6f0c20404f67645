import "server-only";
import { and, eq, isNull, or, sql } from "drizzle-orm";
import { type Database, database, transaction } from "@/lib/db";
import { callEvents, calls } from "@/lib/db/schema";
import { secondsAfter } from "@/lib/db/time";
import { lockPlaces } from "./caps";
import { reportedTime } from "./times";

/** The number in `call_events` of an end that was reported before the call had a row. Reports are numbered from 0. */
export const earlyEnd = -1;

/** Notes that `personId`'s side of their call is over, as one of their tabs reports. */
export async function noteSideEnded(personId: string, ref: string): Promise<void> {
  const db = await database();
  // Includes a call that is only guessed to be over, so that a tab of the other side does not reopen it.
  const open = and(eq(calls.ref, ref), or(isNull(calls.outcome), eq(calls.evidence, "guess")));
  await db
    .update(calls)
    .set({ callerEndedAt: sql`now()` })
    .where(and(open, eq(calls.callerId, personId)));
  await db
    .update(calls)
    .set({ calleeEndedAt: sql`now()` })
    .where(and(open, eq(calls.calleeId, personId)));
}

/**
 * Notes that the voice network has reported the end of the caller's leg. `at`: the report's own time, if it has one.
 * The leg may end `completed` although nobody answered, so the report says nothing about the outcome. It may come late
 * or twice, so it counts at its own time and never replaces a later report of the caller's tab.
 *
 * A caller who hangs up at once may be reported as gone while the webhook that makes the row is still on its way. Such a
 * call never rings, and no other report on it comes. So its end is kept for `createCall`.
 */
export async function noteCallerLegEnded(callSid: string, at: Date | null): Promise<void> {
  if (await endCallerLeg(await database(), callSid, at)) return;
  await transaction(async (db) => {
    // Rows are made under the same lock, so the call is either there by now, or finds this end.
    await lockPlaces(db);
    if (await endCallerLeg(db, callSid, at)) return;
    const end = { callSid, sequence: earlyEnd, callId: null, status: "completed" };
    await db.insert(callEvents).values(end).onConflictDoNothing();
  });
}

/** Returns false if there is no such call. */
async function endCallerLeg(db: Database, callSid: string, at: Date | null): Promise<boolean> {
  const [call] = await db
    .select({ id: calls.id, now: sql`now()`.mapWith(calls.startedAt) })
    .from(calls)
    .where(eq(calls.callSid, callSid));
  if (!call) return false;
  const reported = sql`${reportedTime(at, call.now).toISOString()}::timestamptz`;
  // The network writes whole seconds. The end of that second counts, so that the leg does not seem to have ended before
  // the callee's tab reported that it hung up first.
  const endedAt = sql`least(now(), ${secondsAfter(reported, 1)})`;
  await db
    .update(calls)
    .set({
      callerEndedAt: sql`greatest(${calls.callerEndedAt}, ${endedAt})`,
      // The other legs end with the caller's.
      releasedAt: sql`coalesce(${calls.releasedAt}, now())`,
    })
    .where(eq(calls.id, call.id));
  return true;
}
