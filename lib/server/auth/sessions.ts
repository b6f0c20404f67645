import "server-only";
import { and, eq, gt, lt, sql } from "drizzle-orm";
import { z } from "zod";
import { database, sessions, users } from "@/lib/db";

/** How long (s) a device stays signed in. */
export const sessionSeconds = 30 * 24 * 60 * 60;

/** Who is signed in on a device. */
export interface Person {
  readonly id: string;
  readonly username: string;
  readonly displayName: string;
}

/** A person on one of their devices. */
export interface Session {
  readonly id: string;
  readonly person: Person;
}

/** Signs a device in and returns the id of its row. */
export async function startSession(userId: string): Promise<string> {
  const db = await database();
  const expiresAt = sql`now() + make_interval(secs => ${sessionSeconds})`;
  const [row] = await db.insert(sessions).values({ userId, expiresAt }).returning({ id: sessions.id });
  if (!row) throw new Error("the session row was not written");
  return row.id;
}

/** The session of that id, or null when it has ended, is over, or never was. */
export async function findSession(id: unknown): Promise<Session | null> {
  const sessionId = z.uuid().safeParse(id);
  if (!sessionId.success) return null;
  const db = await database();
  const [row] = await db
    .select({ id: sessions.id, person: person() })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(and(eq(sessions.id, sessionId.data), gt(sessions.expiresAt, sql`now()`)));
  return row ?? null;
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

function person() {
  return { id: users.id, username: users.username, displayName: users.displayName };
}
