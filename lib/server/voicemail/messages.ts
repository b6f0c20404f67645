import "server-only";
import { and, desc, eq, isNotNull, isNull, sql } from "drizzle-orm";
import { publish } from "@/lib/changes";
import type { VoicemailMessage } from "@/lib/contracts";
import { database, users, voicemailAudio, voicemails } from "@/lib/db";
import { AppError } from "@/lib/errors";
import { logError } from "../log";
import { removeRecordings } from "./keep-recordings";
import { fetchSound } from "./network";

/** All messages of `me`, the newest first. There are no more of them than `VOICEMAIL_MAX_MESSAGES`. */
export async function listMessages(me: string): Promise<VoicemailMessage[]> {
  const db = await database();
  const rows = await db
    .select({
      id: voicemails.id,
      ref: voicemails.ref,
      caller: { username: users.username, displayName: users.displayName },
      anonymous: voicemails.anonymous,
      at: voicemails.recordedAt,
      seconds: voicemails.seconds,
      heardAt: voicemails.heardAt,
      transcription: voicemails.transcription,
    })
    .from(voicemails)
    .leftJoin(users, eq(users.id, voicemails.callerId))
    .where(and(eq(voicemails.ownerId, me), isNotNull(voicemails.recordedAt)))
    .orderBy(desc(voicemails.recordedAt), desc(voicemails.id));
  return rows.flatMap(({ at, seconds, heardAt, ...row }) =>
    at === null ? [] : [{ ...row, at: at.toISOString(), seconds: seconds ?? 0, heard: heardAt !== null }],
  );
}

/** Marks a message of `me` as heard. Throws `not_found`. */
export async function markHeard(me: string, id: string): Promise<void> {
  const db = await database();
  const marked = await db
    .update(voicemails)
    .set({ heardAt: sql`now()` })
    .where(and(isOwn(me, id), isNull(voicemails.heardAt)))
    .returning({ id: voicemails.id });
  if (marked.length > 0) return tellOf(me);
  await findMessage(me, id);
}

/** Deletes a message of `me`, and its sound wherever it is. Throws `not_found`. */
export async function removeMessage(me: string, id: string): Promise<void> {
  const db = await database();
  const removed = await db.delete(voicemails).where(isOwn(me, id)).returning({ id: voicemails.id });
  if (removed.length === 0) throw new AppError("not_found");
  tellOf(me);
  await removeRecordings();
}

/** The sound of a message, and when it was left. */
export interface MessageSound {
  /** A WAV file. */
  readonly audio: Buffer;
  readonly at: Date;
}

/**
 * The sound of a message of `me`. Throws `not_found`, or `unavailable` if the voice network alone has the sound and does
 * not give it.
 */
export async function readSound(me: string, id: string): Promise<MessageSound> {
  const { at, recordingSid, audio } = await findMessage(me, id);
  const sound = audio ?? (recordingSid === null ? null : await fetchOrNull(recordingSid));
  if (!sound) throw new AppError("unavailable");
  return { audio: sound, at: at ?? new Date(0) };
}

async function fetchOrNull(recordingSid: string): Promise<Buffer | null> {
  return fetchSound(recordingSid).catch((error: unknown) => {
    logError("playing a message", error);
    return null;
  });
}

async function findMessage(me: string, id: string) {
  const db = await database();
  const [message] = await db
    .select({
      at: voicemails.recordedAt,
      recordingSid: voicemails.recordingSid,
      audio: voicemailAudio.audio,
    })
    .from(voicemails)
    .leftJoin(voicemailAudio, eq(voicemailAudio.voicemailId, voicemails.id))
    .where(isOwn(me, id));
  if (!message) throw new AppError("not_found");
  return message;
}

/** SQL: the message with that id, if it is one of `me`. */
function isOwn(me: string, id: string) {
  return and(eq(voicemails.id, id), eq(voicemails.ownerId, me), isNotNull(voicemails.recordedAt));
}

/** Tells the person's tabs that a record of the history and the number of unheard messages have changed. */
function tellOf(me: string): void {
  publish({ kind: "own", person: me, what: ["calls", "me"] });
}
