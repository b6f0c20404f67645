import "server-only";
import { eq } from "drizzle-orm";
import { publish } from "@/lib/changes";
import { database, voicemails } from "@/lib/db";
import { removeLater } from "./note-recording";

/** The most characters that are stored. Twilio writes down two minutes at most. */
const longest = 4_000;

/** What the voice network has written down of a message. */
export interface Transcribed {
  readonly recordingSid: string;
  readonly transcriptionSid: string;
  readonly text: string;
}

/** Stores it, unless the message is gone, and has the voice network delete its own copy. */
export async function noteTranscription({
  recordingSid,
  transcriptionSid,
  text,
}: Transcribed): Promise<void> {
  await removeLater(transcriptionSid);
  const transcription = text.replaceAll("\0", "").slice(0, longest).toWellFormed();
  if (transcription === "") return;
  const db = await database();
  const [message] = await db
    .update(voicemails)
    .set({ transcription })
    .where(eq(voicemails.recordingSid, recordingSid))
    .returning({ ownerId: voicemails.ownerId });
  if (message) publish({ kind: "own", person: message.ownerId, what: ["calls"] });
}
