import "server-only";
import { and, eq, isNull, or, sql } from "drizzle-orm";
import { type Database, database } from "@/lib/db";
import { callEvents, calls } from "@/lib/db/schema";
import { secondsAfter } from "@/lib/db/time";
import { lockPlaces } from "./caps";
import { tellOfCallerGone } from "./tell";
import { reportedAt } from "./times";

/** The number in `call_events` of an end that was reported before the call had a row. Reports are numbered from 0. */
export const earlyEnd = -1;

/** Notes that `personId`'s side of their call is over, as one of their tabs reports. */
export async function noteSideEnded(personId: string, ref: string): Promise<void> {
  const db = await database();
  // Includes a call that is only guessed to be over, so that a tab of the other side does not reopen it.
  const open = and(eq(calls.ref, ref), or(isNull(calls.outcome), eq(calls.evidence, "guess")));
  const isCaller = eq(calls.callerId, personId);
  const isCallee = eq(calls.calleeId, personId);
  const noted = await db
    .update(calls)
    .set({
      callerEndedAt: sql`case when ${isCaller} then now() else ${calls.callerEndedAt} end`,
      calleeEndedAt: sql`case when ${isCallee} then now() else ${calls.calleeEndedAt} end`,
    })
    .where(and(open, or(isCaller, isCallee)))
    .returning(whoWaits);
  for (const call of noted) if (call.callerId === personId) tellOfCallerGone(call);
}

/** What has to be known of a call to tell whoever waits for a device to open for it. */
const whoWaits = {
  callerId: calls.callerId,
  calleeId: calls.calleeId,
  wakingAt: calls.wakingAt,
  outcome: calls.outcome,
};

/**
 * Notes that the voice network has reported the end of the caller's leg. `at`: the report's own time, if it has one.
 * The leg may end `completed` although nobody answered, so the report says nothing about the outcome. It may come late
 * or twice, so it counts at its own time and never replaces a later report of the caller's tab.
 *
 * A caller who hangs up at once may be reported as gone while the webhook that makes the row is still on its way. Such a
 * call never rings, and no other report on it comes. So its end is kept for `createCall`.
 */
export async function noteCallerLegEnded(callSid: string, at: Date | null): Promise<void> {
  const db = await database();
  const ended = db.$with("ended").as(endCallerLeg(db, callSid, at));
  const kept = db
    .$with("kept")
    .as(
      db
        .insert(callEvents)
        .select(
          sql`select ${callSid}, ${earlyEnd}::int, null::bigint, 'completed', now() where not exists (select 1 from ${ended})`,
        )
        .onConflictDoNothing()
        .returning({ callSid: callEvents.callSid }),
    );
  const [row] = await db
    .with(ended, kept)
    .select({
      isKept: sql<boolean>`exists (select 1 from ${kept})`,
      callerId: ended.callerId,
      calleeId: ended.calleeId,
      wakingAt: ended.wakingAt,
      outcome: ended.outcome,
    })
    .from(sql`(select 1) as one`)
    .leftJoin(ended, sql`true`);
  if (row && !row.isKept) tellOfCallerGone(row);
  if (!row?.isKept) return;
  // The row may be made at this moment. Rows are made under this lock: whoever had it before us has made the row by
  // now, and whoever gets it after us finds the end that was kept.
  await db.execute(lockPlaces());
  for (const call of await endCallerLeg(db, callSid, at)) tellOfCallerGone(call);
}

/** Stores the end of the caller's leg, if the call has a row. */
function endCallerLeg(db: Database, callSid: string, at: Date | null) {
  // The network writes whole seconds. The end of that second counts, so that the leg does not seem to have ended before
  // the callee's tab reported that it hung up first.
  const endedAt = sql`least(now(), ${secondsAfter(reportedAt(at), 1)})`;
  return db
    .update(calls)
    .set({
      callerEndedAt: sql`greatest(${calls.callerEndedAt}, ${endedAt})`,
      // The other legs end with the caller's.
      releasedAt: sql`coalesce(${calls.releasedAt}, now())`,
    })
    .where(eq(calls.callSid, callSid))
    .returning(whoWaits);
}
