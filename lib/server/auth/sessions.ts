import "server-only";
import { and, eq, gt, lt, ne, sql } from "drizzle-orm";
import { z } from "zod";
import { type Database, database, sessions, users } from "@/lib/db";
import { fromNow } from "@/lib/db/time";
import type { EndedSession, Session } from "../identity";

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
  return row.id;
}

/** The session with that id, or null if it has ended, expired or never existed. A look-up counts as use of it. */
export async function findSession(id: unknown): Promise<Session | null> {
  const sessionId = z.uuid().safeParse(id);
  if (!sessionId.success) return null;
  const db = await database();
  const [row] = await db
    .select({ ...endedSession, person: person(), isDue: isDue() })
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
  return { id: row.id, voiceId: row.voiceId, person: row.person };
}

/*
 * What follows ends sessions, and with each the presence of its tabs. The caller then ends the calls of what was ended
 * (`endCallsOf`).
 */

/** Ends one session. */
export async function endSession(id: unknown): Promise<EndedSession[]> {
  const sessionId = z.uuid().safeParse(id);
  if (!sessionId.success) return [];
  const db = await database();
  return db.delete(sessions).where(eq(sessions.id, sessionId.data)).returning(endedSession);
}

/** Signs a person out on every device. */
export async function endAllSessions(userId: string): Promise<EndedSession[]> {
  const db = await database();
  return db.delete(sessions).where(eq(sessions.userId, userId)).returning(endedSession);
}

/** Signs the person of this session out on every other device, as part of the transaction `db`. */
export async function endOtherSessions({ id, person }: Session, db: Database): Promise<EndedSession[]> {
  const others = and(eq(sessions.userId, person.id), ne(sessions.id, id));
  return db.delete(sessions).where(others).returning(endedSession);
}

/** Removes expired sessions. */
export async function sweepSessions(): Promise<EndedSession[]> {
  const db = await database();
  return db.delete(sessions).where(lt(sessions.expiresAt, sql`now()`)).returning(endedSession);
}

const endedSession = { id: sessions.id, voiceId: sessions.voiceId };

/** SQL: the session was last extended a day ago or earlier. It is extended once a day, not at each request. */
function isDue() {
  return sql<boolean>`(${sessions.expiresAt} < ${fromNow(sessionSeconds - day)})`;
}

function person() {
  return { id: users.id, username: users.username, displayName: users.displayName };
}
