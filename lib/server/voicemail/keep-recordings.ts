import "server-only";
import { and, eq, isNotNull, isNull, type SQL, sql } from "drizzle-orm";
import { database, transaction, voicemailAudio, voicemailRemovals, voicemails } from "@/lib/db";
import { fromNow } from "@/lib/db/time";
import { env } from "@/lib/env";
import { logError } from "../log";
import { claimMessages, claimRemovals } from "./claim-due";
import { deleteAtNetwork, fetchSound } from "./network";

/** How long (s) the network may take to write a message down. */
const transcribingSeconds = 15 * 60;

/**
 * Copies the sound of messages that the voice network alone has to our database, and has the network delete it then. Does
 * nothing if it is to stay there. `callSid`: of that call alone. Never rejects: what fails is tried again with the next upkeep
 * that finds it due.
 */
export async function keepRecordings(callSid?: string): Promise<void> {
  if (env().VOICEMAIL_STORAGE !== "own") return;
  const isAsked = callSid === undefined ? undefined : eq(voicemails.callSid, callSid);
  for (const { id, recordingSid } of await claimMessages(and(isNotNull(voicemails.recordingSid), isAsked))) {
    if (recordingSid === null) continue;
    try {
      const sound = await fetchSound(recordingSid);
      if (sound) await keep(id, recordingSid, sound);
    } catch (error) {
      logError(`fetching the message ${id}`, error);
    }
  }
  await removeRecordings();
}

/** Has the voice network delete the recordings and transcriptions that are to go. Never rejects, as above. */
export async function removeRecordings(): Promise<void> {
  const db = await database();
  for (const { sid } of await claimRemovals()) {
    try {
      await deleteAtNetwork(sid);
      await db.delete(voicemailRemovals).where(eq(voicemailRemovals.sid, sid));
    } catch (error) {
      logError(`deleting ${sid} at the voice network`, error);
    }
  }
}

/** Stores the sound. In one transaction, so that the network deletes nothing that we do not have. */
async function keep(id: string, recordingSid: string, audio: Buffer): Promise<void> {
  await transaction(async (db) => {
    const kept = await db
      .update(voicemails)
      .set({ keptAt: sql`now()` })
      .where(and(eq(voicemails.id, id), isNull(voicemails.keptAt)))
      .returning({ id: voicemails.id });
    // Deleted meanwhile, or kept by another process.
    if (kept.length === 0) return;
    await db.insert(voicemailAudio).values({ voicemailId: id, audio });
    await db
      .insert(voicemailRemovals)
      .values({ sid: recordingSid, nextTryAt: removableAt() })
      .onConflictDoNothing();
  });
}

/** SQL: when the network may delete a recording that is kept here: not before it has written it down, if it does. */
function removableAt(): SQL {
  return env().VOICEMAIL_TRANSCRIBE === "on" ? fromNow(transcribingSeconds) : sql`now()`;
}
