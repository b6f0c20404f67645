import "server-only";
import { and, eq, isNull, or, sql } from "drizzle-orm";
import { database } from "@/lib/db";
import { calls } from "@/lib/db/schema";
import { secondsAfter } from "@/lib/db/time";
import { reportedTime } from "./times";

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
 */
export async function noteCallerLegEnded(callSid: string, at: Date | null): Promise<void> {
  const db = await database();
  const [call] = await db
    .select({ id: calls.id, now: sql`now()`.mapWith(calls.startedAt) })
    .from(calls)
    .where(eq(calls.callSid, callSid));
  if (!call) return;
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
}
