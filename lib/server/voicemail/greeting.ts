import "server-only";
import { randomUUID } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import { publish } from "@/lib/changes";
import { greetingMaxSeconds, type VoicemailSettings } from "@/lib/contracts";
import { database, voicemailGreetings } from "@/lib/db";
import { AppError } from "@/lib/errors";
import { readSettings } from "./settings";
import { readWav, telephoneRate, toTelephoneRate, writeWav } from "./wav";

/** What is shorter (s) was pressed by mistake. */
const leastSeconds = 0.5;

/** Makes a WAV file the greeting of `me`. Throws `bad_greeting` if it is no such file, too short or too long. */
export async function saveGreeting(me: string, file: Buffer): Promise<VoicemailSettings> {
  const wav = readWav(file);
  const length = wav ? wav.samples.length / wav.rate : 0;
  if (!wav || length < leastSeconds || length > greetingMaxSeconds) throw new AppError("bad_greeting");
  const samples = toTelephoneRate(wav);
  const seconds = Math.max(1, Math.round(samples.length / telephoneRate));
  // Another id each time, so that no cache on the way plays the earlier greeting, and a known address does not last.
  const values = { id: randomUUID(), audio: writeWav(samples), seconds, createdAt: sql`now()` };
  const db = await database();
  await db
    .insert(voicemailGreetings)
    .values({ userId: me, ...values })
    .onConflictDoUpdate({ target: voicemailGreetings.userId, set: values });
  tellOf(me);
  return readSettings(me);
}

/** Removes the greeting of `me`, if there is one: callers hear the standard one again. */
export async function removeGreeting(me: string): Promise<void> {
  const db = await database();
  await db.delete(voicemailGreetings).where(eq(voicemailGreetings.userId, me));
  tellOf(me);
}

/** The greeting of `me`, a WAV file. Throws `not_found`. */
export async function readOwnGreeting(me: string): Promise<Buffer> {
  const db = await database();
  return audioOf(
    await db
      .select({ audio: voicemailGreetings.audio })
      .from(voicemailGreetings)
      .where(eq(voicemailGreetings.userId, me)),
  );
}

/** The greeting with that id, which only the voice network is told. Throws `not_found`. */
export async function readGreeting(id: string): Promise<Buffer> {
  const db = await database();
  return audioOf(
    await db
      .select({ audio: voicemailGreetings.audio })
      .from(voicemailGreetings)
      .where(eq(voicemailGreetings.id, id)),
  );
}

function audioOf([row]: { audio: Buffer }[]): Buffer {
  if (!row) throw new AppError("not_found");
  return row.audio;
}

function tellOf(me: string): void {
  publish({ kind: "own", person: me, what: ["me"] });
}
