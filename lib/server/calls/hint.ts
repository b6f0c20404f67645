import "server-only";
import { and, eq, isNull, sql } from "drizzle-orm";
import { calls, database, presence } from "@/lib/db";
import type { Session } from "../auth/sessions";

/**
 * Notes that a tab's part in a call is over. A hint, not proof: it only makes the row settle soon if the
 * webhooks do not come. For somebody else's call, nothing happens.
 */
export async function noteEnded(session: Session, ref: string, tab: string): Promise<void> {
  const db = await database();
  const me = session.person.id;
  await db
    .update(presence)
    .set({ ref: null })
    .where(and(eq(presence.sessionId, session.id), eq(presence.tab, tab), eq(presence.ref, ref)));
  const open = and(eq(calls.ref, ref), isNull(calls.outcome));
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
