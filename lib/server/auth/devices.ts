import "server-only";
import { and, desc, eq, sql } from "drizzle-orm";
import type { SignedInDevice } from "@/lib/contracts";
import { database, sessions } from "@/lib/db";
import type { Session } from "../identity";
import { hit, lookUpLimit } from "../limits";
import { isLive } from "./sessions";

/** More than a person may have (`mostSessions`); sessions of an earlier version may be more. */
const mostDevices = 100;

/** The devices on which the person of this session is signed in: this one, then the others, last used first. */
export async function listDevices({ id, person: me }: Session): Promise<SignedInDevice[]> {
  await hit(lookUpLimit, me.id);
  const db = await database();
  const current = sql<boolean>`(${sessions.id} = ${id})`;
  const rows = await db
    .select({
      id: sessions.voiceId,
      device: sessions.device,
      current,
      createdAt: sessions.createdAt,
      lastUsedAt: sessions.lastUsedAt,
    })
    .from(sessions)
    .where(and(eq(sessions.userId, me.id), isLive()))
    .orderBy(desc(current), desc(sessions.lastUsedAt), sessions.voiceId)
    .limit(mostDevices);
  return rows.map(({ createdAt, lastUsedAt, ...row }) => ({
    ...row,
    createdAt: createdAt.toISOString(),
    lastUsedAt: lastUsedAt.toISOString(),
  }));
}
