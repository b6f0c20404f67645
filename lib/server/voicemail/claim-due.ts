import "server-only";
import { and, asc, inArray, isNull, lte, type SQL, sql } from "drizzle-orm";
import { database, voicemailRemovals, voicemails } from "@/lib/db";
import { nextTry } from "./times";

/** How many are claimed in one go: what is then asked of the voice network may take seconds each. */
const mostAtOnce = 5;

/**
 * The messages whose sound is not here and for which it is time to ask the voice network again, if `where` holds. Each is
 * given to one of several processes, and next after a while (`nextTry`).
 */
export async function claimMessages(where: SQL | undefined) {
  const db = await database();
  const due = db
    .select({ id: voicemails.id })
    .from(voicemails)
    .where(and(isNull(voicemails.keptAt), lte(voicemails.nextTryAt, sql`now()`), where))
    .orderBy(asc(voicemails.nextTryAt))
    .limit(mostAtOnce)
    .for("update", { skipLocked: true });
  return db
    .update(voicemails)
    .set({ tries: sql`${voicemails.tries} + 1`, nextTryAt: nextTry(voicemails) })
    .where(inArray(voicemails.id, due))
    .returning({
      id: voicemails.id,
      callSid: voicemails.callSid,
      recordingSid: voicemails.recordingSid,
      tries: voicemails.tries,
    });
}

/** The same for what the voice network is to delete. */
export async function claimRemovals() {
  const db = await database();
  const due = db
    .select({ sid: voicemailRemovals.sid })
    .from(voicemailRemovals)
    .where(lte(voicemailRemovals.nextTryAt, sql`now()`))
    .orderBy(asc(voicemailRemovals.nextTryAt))
    .limit(mostAtOnce)
    .for("update", { skipLocked: true });
  return db
    .update(voicemailRemovals)
    .set({ tries: sql`${voicemailRemovals.tries} + 1`, nextTryAt: nextTry(voicemailRemovals) })
    .where(inArray(voicemailRemovals.sid, due))
    .returning({ sid: voicemailRemovals.sid });
}
