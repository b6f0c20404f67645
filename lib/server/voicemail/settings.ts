import "server-only";
import { eq } from "drizzle-orm";
import { publish } from "@/lib/changes";
import type { VoicemailSettings, VoicemailSwitches } from "@/lib/contracts";
import { database, users, voicemailGreetings, voicemailSettings } from "@/lib/db";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";

/** How the voicemail of `me` is set up. It is off until they switch it on, since callers are recorded. */
export async function readSettings(me: string): Promise<VoicemailSettings> {
  const db = await database();
  const [found] = await db
    .select({
      switches: voicemailSettings,
      greeting: { seconds: voicemailGreetings.seconds, createdAt: voicemailGreetings.createdAt },
    })
    .from(users)
    .leftJoin(voicemailSettings, eq(voicemailSettings.userId, users.id))
    .leftJoin(voicemailGreetings, eq(voicemailGreetings.userId, users.id))
    .where(eq(users.id, me));
  // Deleted since the session was checked.
  if (!found) throw new AppError("unauthenticated");
  const { switches, greeting } = found;
  const limits = env();
  return {
    on: switches?.isOn ?? false,
    noAnswer: switches?.noAnswer ?? true,
    away: switches?.away ?? true,
    declined: switches?.declined ?? true,
    busy: switches?.busy ?? true,
    greeting: greeting && { seconds: greeting.seconds, createdAt: greeting.createdAt.toISOString() },
    maxSeconds: limits.VOICEMAIL_MAX_SECONDS,
    maxMessages: limits.VOICEMAIL_MAX_MESSAGES,
    days: limits.VOICEMAIL_DAYS,
    transcribed: limits.VOICEMAIL_TRANSCRIBE === "on",
  };
}

/** Sets which calls the voicemail of `me` takes. Messages that were left stay. */
export async function changeSettings(
  me: string,
  { on, ...switches }: VoicemailSwitches,
): Promise<VoicemailSettings> {
  const db = await database();
  const values = { isOn: on, ...switches };
  await db
    .insert(voicemailSettings)
    .values({ userId: me, ...values })
    .onConflictDoUpdate({ target: voicemailSettings.userId, set: values });
  publish({ kind: "own", person: me, what: ["me"] });
  return readSettings(me);
}
