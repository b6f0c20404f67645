import "server-only";
import { and, eq } from "drizzle-orm";
import type { CallEnded } from "@/lib/contracts";
import { database, presence } from "@/lib/db";
import { noteSideEnded, refuseAsBusy } from "../calls/note-ended";
import type { Session } from "../identity";
import { hit } from "../limits";

/**
 * A tab is no longer in a call. This is a hint, not proof: it makes the call's row settle soon if the webhooks do not
 * come, and it tells a phone that had no room from a person who declined. For somebody else's call nothing happens.
 * Throws `rate_limited`.
 */
export async function leaveCall(session: Session, ref: string, { tab, busy }: CallEnded): Promise<void> {
  // A limit of its own: each device that stops ringing sends one, and it is nothing that a person does.
  await hit({ name: "ended", hits: 120, seconds: 60 }, session.id);
  const db = await database();
  if (busy) await refuseAsBusy(session.person.id, ref);
  await db
    .update(presence)
    .set({ ref: null })
    .where(and(eq(presence.sessionId, session.id), eq(presence.tab, tab), eq(presence.ref, ref)));
  await noteSideEnded(session.person.id, ref);
}
