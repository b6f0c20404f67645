import "server-only";
import { and, eq, gt, lt, ne, sql } from "drizzle-orm";
import { z } from "zod";
import { type Database, database, sessions, users } from "@/lib/db";
import { fromNow } from "@/lib/db/time";
import type { Session } from "../identity";
import { logSecurity } from "../log";
import { endOldestSessions } from "./session-cap";

const day = 24 * 60 * 60;

/** How long (s) a device stays signed in without being used. */
const sessionSeconds = 30 * day;

/**
 * How long (s) the cookie lives: as long as browsers keep one at most. It carries nothing but the row's id, and the
 * row decides; a cookie that expired earlier would sign out a device in use.
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
  await endOldestSessions(userId);
  return row.id;
}

/** The session with that id, or null if it has ended, expired or never existed. A look-up counts as use of it. */
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
  // An update, not an insert, so that a session that is ended at this moment stays ended.
  if (row.isDue) {
    const current = and(eq(sessions.id, row.id), gt(sessions.expiresAt, sql`now()`), isDue());
    await db
      .update(sessions)
      .set({ expiresAt: fromNow(sessionSeconds) })
      .where(current);
  }
  return { id: row.id, person: row.person };
}

/** Ends one session, and with it the presence of its tabs. */
export async function endSession(id: unknown): Promise<void> {
  const sessionId = z.uuid().safeParse(id);
  if (!sessionId.success) return;
  const db = await database();
  await db.delete(sessions).where(eq(sessions.id, sessionId.data));
}

/** Signs a person out on every device. */
export async function endAllSessions(userId: string): Promise<void> {
  const db = await database();
  await db.delete(sessions).where(eq(sessions.userId, userId));
  logSecurity("sessions_ended", { person: userId });
}

/** Signs the person of this session out on every other device, as part of the transaction `db`. */
export async function endOtherSessions({ id, person }: Session, db: Database): Promise<void> {
  await db.delete(sessions).where(and(eq(sessions.userId, person.id), ne(sessions.id, id)));
}

/** Removes expired sessions. */
export async function sweepSessions(): Promise<void> {
  const db = await database();
  await db.delete(sessions).where(lt(sessions.expiresAt, sql`now()`));
}

/** SQL: the session was last extended a day ago or earlier. It is extended once a day, not at each request. */
function isDue() {
  return sql<boolean>`(${sessions.expiresAt} < ${fromNow(sessionSeconds - day)})`;
}

function person() {
  return { id: users.id, username: users.username, displayName: users.displayName };
}
