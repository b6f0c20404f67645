import "server-only";
import { lt } from "drizzle-orm";
import { database, voicemails } from "@/lib/db";
import { ago } from "@/lib/db/time";
import { env } from "@/lib/env";
import { findLostRecordings } from "./find-lost";
import { keepRecordings, removeRecordings } from "./keep-recordings";

/** The periodic work of voicemail: old messages go, lost recordings are looked for, and the others kept and removed. */
export async function runVoicemailUpkeep(): Promise<void> {
  await sweepMessages();
  await findLostRecordings();
  await keepRecordings();
  await removeRecordings();
}

/** Removes the messages that are older than they may become, heard or not. */
async function sweepMessages(): Promise<void> {
  const db = await database();
  await db.delete(voicemails).where(lt(voicemails.begunAt, ago(env().VOICEMAIL_DAYS * 24 * 60 * 60)));
}
