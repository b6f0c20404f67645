import "server-only";
import { and, eq, gt, lt, sql } from "drizzle-orm";
import { z } from "zod";
import { database, sessions, users } from "@/lib/db";
import { fromNow } from "@/lib/db/time";
import type { Session } from "../identity";

const day = 24 * 60 * 60;

/** How long (s) a device stays signed in without being used. */
const sessionSeconds = 30 * day;

/**
 * How long (s) the cookie lives: as long as browsers keep one. It carries nothing but the row's id, and the row
 * decides, so that a device in use is not signed out by its cookie.
 */
export const cookieSeconds = 400 * day;

/** Signs a device in and returns the id of its row. */
export async function startSession(userId: string): Promise<string> {
  const db = await database();
  const [row] = await db
    .insert(sessions)
    .values({ userId, expiresAt: fromNow(sessionSeconds) })
    .returning({ id: sessions.id });
  if (!row) throw new Error("the session row was not written");
  return row.id;
}

/** The session of that id, or null when it has ended, is over, or never was. Looking is use: it lives on. */
export async function findSession(id: unknown): Promise<Session | null> {
  const sessionId = z.uuid().safeParse(id);
  if (!sessionId.success) return null;
  const db = await database();
  const [row] = await db
    .select({ id: sessions.id, person: person(), isDue: isDue() })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(and(eq(sessions.id, sessionId.data), gt(sessions.expiresAt, sql`now()`)));
  if (!row) return null;
  // An update, not an insert: what was ended at this very moment stays ended.
  if (row.isDue) {
    const current = and(eq(sessions.id, row.id), gt(sessions.expiresAt, sql`now()`), isDue());
    await db
      .update(sessions)
      .set({ expiresAt: fromNow(sessionSeconds) })
      .where(current);
  }
  return { id: row.id, person: row.person };
}

/** Ends one session. Its tabs' presence goes with it. */
export async function endSession(id: unknown): Promise<void> {
  const sessionId = z.uuid().safeParse(id);
  if (!sessionId.success) return;
  const db = await database();
  await db.delete(sessions).where(eq(sessions.id, sessionId.data));
}

/** Ends every session of a person, on every device. */
export async function endAllSessions(userId: string): Promise<void> {
  const db = await database();
  await db.delete(sessions).where(eq(sessions.userId, userId));
}

/** Removes sessions that are over. */
export async function sweepSessions(): Promise<void> {
  const db = await database();
  await db.delete(sessions).where(lt(sessions.expiresAt, sql`now()`));
}

/** SQL: a day of the session's time has gone, which is when it is written anew: not at each request. */
function isDue() {
  return sql<boolean>`(${sessions.expiresAt} < ${fromNow(sessionSeconds - day)})`;
}

function person() {
  return { id: users.id, username: users.username, displayName: users.displayName };
}
