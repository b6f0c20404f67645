import "server-only";
import { and, eq, isNull, sql } from "drizzle-orm";
import { database, voicemailRemovals, voicemails } from "@/lib/db";
import { closeMessage } from "../calls/message";

/** A recording that the voice network reports. */
export interface Recorded {
  /** The caller's leg. */
  readonly callSid: string;
  readonly recordingSid: string;
  readonly seconds: number;
}

/** A message of less than that (s) has no words in it. */
const leastSeconds = 1;

/**
 * The voice network has recorded a message: from now on its owner has it. A second report of the same recording changes
 * nothing. A recording that belongs to no call under way, since its owner has deleted the message or the account meanwhile,
 * is deleted, and so is one that is too short. Resolves to the id of a message that is new, of which `tellOwner` is to tell.
 */
export async function noteRecording({ callSid, recordingSid, seconds }: Recorded): Promise<string | null> {
  if (seconds < leastSeconds) {
    await removeLater(recordingSid);
    await noteNothing(callSid);
    return null;
  }
  const db = await database();
  const [message] = await db
    .update(voicemails)
    .set({ recordingSid, seconds, recordedAt: sql`now()`, tries: 0, nextTryAt: sql`now()` })
    .where(and(eq(voicemails.callSid, callSid), isNull(voicemails.recordingSid)))
    .returning({ id: voicemails.id });
  if (message) {
    await closeMessage(callSid, seconds);
    return message.id;
  }
  const known = await db
    .select({ id: voicemails.id })
    .from(voicemails)
    .where(eq(voicemails.recordingSid, recordingSid));
  if (known.length === 0) await removeLater(recordingSid);
  return null;
}

/** Nothing was recorded in that call. */
export async function noteNothing(callSid: string): Promise<void> {
  const db = await database();
  await closeMessage(callSid, null);
  await db.delete(voicemails).where(and(eq(voicemails.callSid, callSid), isNull(voicemails.recordingSid)));
}

/** Has the voice network delete a recording (RE…) or a transcription (TR…), with the next upkeep. */
export async function removeLater(sid: string): Promise<void> {
  const db = await database();
  await db.insert(voicemailRemovals).values({ sid }).onConflictDoNothing();
}
