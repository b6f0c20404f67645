import "server-only";
import { and, eq } from "drizzle-orm";
import { publish } from "@/lib/changes";
import type { CallEnded } from "@/lib/contracts";
import { database, presence } from "@/lib/db";
import { noteNoRoom } from "../calls/apply-report";
import { noteSideEnded } from "../calls/note-ended";
import type { Session } from "../identity";
import { hit } from "../limits";

/**
 * Notes that a tab is no longer in a call. This is a hint, not proof: with it the call settles soon if the webhooks do
 * not come. `busy` distinguishes a phone that had no room from a person who declined. Does nothing for a call of other
 * people. Throws `rate_limited`.
 */
export async function leaveCall(session: Session, ref: string, { tab, busy }: CallEnded): Promise<void> {
  // Has its own limit, since each device that stops ringing sends one by itself, without an action of its person.
  await hit({ name: "ended", hits: 120, seconds: 60 }, session.id);
  const db = await database();
  if (busy) await noteNoRoom(session.voiceId, ref);
  const left = await db
    .update(presence)
    // Not in a call any more: with "in_call" and no ref, everybody would see an anonymous call after its end.
    .set({ ref: null, phone: "ready" })
    .where(and(eq(presence.sessionId, session.id), eq(presence.tab, tab), eq(presence.ref, ref)))
    .returning({ tab: presence.tab });
  if (left.length > 0) publish({ kind: "person", person: session.person.id });
  await noteSideEnded(session.person.id, ref);
}
