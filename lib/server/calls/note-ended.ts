import "server-only";
import { and, eq, isNull, or, sql } from "drizzle-orm";
import type { CallEnded } from "@/lib/contracts";
import { calls, database, presence } from "@/lib/db";
import type { Session } from "../identity";
import { hit } from "../limits";

/**
 * Notes that a tab's part in a call is over. A hint, not proof: it only makes the row settle soon if the
 * webhooks do not come, and tells a phone that had no room from a person who declined. For somebody else's call,
 * nothing happens. Throws `rate_limited`.
 */
export async function noteEnded(session: Session, ref: string, { tab, busy }: CallEnded): Promise<void> {
  // Of its own: each device that stops ringing sends one, and none is a change that somebody makes.
  await hit({ name: "ended", hits: 120, seconds: 60 }, session.id);
  const db = await database();
  const me = session.person.id;
  if (busy) await refuseAsBusy(me, ref);
  await db
    .update(presence)
    .set({ ref: null })
    .where(and(eq(presence.sessionId, session.id), eq(presence.tab, tab), eq(presence.ref, ref)));
  // Also of a call that is only guessed to be over: the other side must not reopen it then.
  const open = and(eq(calls.ref, ref), or(isNull(calls.outcome), eq(calls.evidence, "guess")));
  // The last word of each side counts: a second device that stopped ringing must not date the end of the call.
  await db
    .update(calls)
    .set({ callerEndedAt: sql`now()` })
    .where(and(open, eq(calls.callerId, me)));
  await db
    .update(calls)
    .set({ calleeEndedAt: sql`now()` })
    .where(and(open, eq(calls.calleeId, me)));
}

/** The callee's word on their own call, while nobody has answered it; what the network says of the rejection is no news. */
async function refuseAsBusy(calleeId: string, ref: string): Promise<void> {
  const db = await database();
  const undecided = or(isNull(calls.outcome), eq(calls.outcome, "declined"), eq(calls.evidence, "guess"));
  await db
    .update(calls)
    .set({ outcome: "busy", evidence: "refused", endedAt: sql`coalesce(${calls.endedAt}, now())` })
    .where(and(eq(calls.ref, ref), eq(calls.calleeId, calleeId), isNull(calls.answeredAt), undecided));
}
