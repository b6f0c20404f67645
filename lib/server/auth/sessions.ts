import "server-only";
import { and, desc, eq, gt, inArray, isNull, lte, ne, or, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { type Database, database, oncePerDatabase, sessions, transaction, users } from "@/lib/db";
import { ago, fromNow, secondsAfter } from "@/lib/db/time";
import { AppError } from "@/lib/errors";
import type { EndedSession, Session } from "../identity";
import { logSecurity } from "../log";
import { tellEnded } from "./tell-ended";

const minute = 60;
const day = 24 * 60 * minute;

/** How long (s) a device stays signed in without being used. */
const idleSeconds = 30 * day;

/**
 * How long (s) a device stays signed in at most, however much it is used: then the password is asked for again. A
 * stolen session that nobody notices ends with it.
 */
const lifetimeSeconds = 90 * day;

/** How many devices a person may be signed in on. Each is a row, and whoever knows the password can make them. */
const mostSessions = 50;

/** How exact (s) the time of the last use is. It is not written at each request. */
const useSeconds = 10 * minute;

/**
 * How long (s) the cookie lives: as long as browsers keep one at most. It carries nothing but the row's id, and the
 * row decides; a cookie that expired earlier would sign out a device in use.
 */
export const cookieSeconds = 400 * day;

/** Signs a device in and returns the id of its row. `device`: what the person sees in the list of their devices. */
export async function startSession(
  userId: string,
  device: string | null = null,
  db?: Database,
): Promise<string> {
  const [row] = await (db ?? (await database()))
    .insert(sessions)
    .values({ userId, device, expiresAt: fromNow(idleSeconds) })
    .returning({ id: sessions.id });
  if (!row) throw new Error("the session row was not written");
  return row.id;
}

/**
 * As {@link startSession}, for somebody who has given the password with that hash. Throws `wrong_password` if the person
 * has another one by now: whoever changes it ends all sessions, and one that is started at this moment must not be left.
 */
export async function startSessionByPassword(
  { id, passwordHash }: { readonly id: string; readonly passwordHash: string },
  device: string | null,
): Promise<string> {
  return transaction(async (db) => {
    // Waits for a change of the password that is being made, and keeps others waiting until the session is there.
    const [person] = await db
      .select({ id: users.id })
      .from(users)
      .where(and(eq(users.id, id), eq(users.passwordHash, passwordHash)))
      .for("share");
    if (!person) throw new AppError("wrong_password");
    return startSession(id, device, db);
  });
}

/**
 * The session with that id, or null if it has ended, expired or never existed. A suspended person has none, not even one
 * that was started at the moment of the suspension. A look-up counts as use of the session.
 */
export async function findSession(id: unknown): Promise<Session | null> {
  const sessionId = z.uuid().safeParse(id);
  if (!sessionId.success) return null;
  const db = await database();
  const [row] = await lookUp(db).execute({ id: sessionId.data });
  if (!row) return null;
  // An update, not an insert, so that a session that is ended at this moment stays ended.
  if (row.isDue) {
    await db
      .update(sessions)
      .set({
        lastUsedAt: sql`now()`,
        expiresAt: sql`case when ${isExpiryDue()} then ${nextExpiry()} else ${sessions.expiresAt} end`,
      })
      .where(and(eq(sessions.id, row.id), isLive(), isDue()));
  }
  return { id: row.id, voiceId: row.voiceId, person: row.person };
}

/** The query of a look-up. */
const lookUp = oncePerDatabase((db) =>
  db
    .select({ ...endedSession, person: person(), isDue: isDue() })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(and(eq(sessions.id, sql.placeholder("id")), isLive(), isNull(users.suspendedAt)))
    .prepare(""),
);

/*
 * The functions below end sessions. The presence of a session's tabs ends with its row. Its calls do not: whoever calls
 * one of these functions ends them with `endCallsOf`.
 */

/** Ends one of the sessions of a person, by its id in `listDevices`. Throws `not_found` for any other id. */
export async function endDevice(userId: string, device: string): Promise<EndedSession[]> {
  const ended = await end(and(eq(sessions.userId, userId), eq(sessions.voiceId, device)));
  if (ended.length === 0) throw new AppError("not_found");
  logSecurity("session_ended", { person: userId });
  return ended;
}

/** Ends one session. */
export async function endSession(id: unknown): Promise<EndedSession[]> {
  const sessionId = z.uuid().safeParse(id);
  return sessionId.success ? end(eq(sessions.id, sessionId.data)) : [];
}

/**
 * Signs a person out on every device. `db`: as part of this transaction; once that is committed, `tellEnded` is to be
 * called.
 */
export async function endAllSessions(userId: string, db?: Database): Promise<EndedSession[]> {
  logSecurity("sessions_ended", { person: userId });
  return endSessionsOf(userId, db);
}

/** The same without a line in the log: the operator's changes are in the audit log. */
export async function endSessionsOf(userId: string, db?: Database): Promise<EndedSession[]> {
  return end(eq(sessions.userId, userId), db);
}

/**
 * Signs the person of this session out on every other device, as part of the transaction `db`. Once that is committed,
 * `tellEnded` is to be called.
 */
export async function endOtherSessions({ id, person: me }: Session, db: Database): Promise<EndedSession[]> {
  return end(and(eq(sessions.userId, me.id), ne(sessions.id, id)), db);
}

/** Ends the sessions of a person above the most that they may have: those that expire first, so the longest unused. */
export async function endOldestSessions(userId: string, most = mostSessions): Promise<EndedSession[]> {
  const db = await database();
  const surplus = db
    .select({ id: sessions.id })
    .from(sessions)
    .where(eq(sessions.userId, userId))
    .orderBy(desc(sessions.expiresAt), desc(sessions.createdAt))
    .offset(most);
  return end(inArray(sessions.id, surplus));
}

/** Removes expired sessions. */
export async function sweepSessions(): Promise<EndedSession[]> {
  return end(or(lte(sessions.expiresAt, sql`now()`), lte(sessions.createdAt, ago(lifetimeSeconds))));
}

const endedSession = { id: sessions.id, voiceId: sessions.voiceId };

/** Ends the sessions that `which` selects. Sessions end nowhere else. */
async function end(which: SQL | undefined, db?: Database): Promise<EndedSession[]> {
  // Without a condition every session of everybody would end.
  if (!which) throw new Error("which sessions?");
  const rows = await (db ?? (await database()))
    .delete(sessions)
    .where(which)
    .returning({ ...endedSession, person: sessions.userId });
  if (!db) {
    for (const person of new Set(rows.map((row) => row.person)))
      tellEnded(
        person,
        rows.filter((row) => row.person === person),
      );
  }
  return rows.map(({ id, voiceId }) => ({ id, voiceId }));
}

/** SQL: the session has neither been unused for too long nor reached its age. */
export function isLive() {
  return and(gt(sessions.expiresAt, sql`now()`), gt(sessions.createdAt, ago(lifetimeSeconds)));
}

/** SQL: until when the session lasts if it is used now. */
function nextExpiry() {
  return sql`least(${fromNow(idleSeconds)}, ${secondsAfter(sql`${sessions.createdAt}`, lifetimeSeconds)})`;
}

/** SQL: the session was last extended a day ago or earlier. It is extended once a day, not at each request. */
function isExpiryDue() {
  return sql<boolean>`(${sessions.expiresAt} < ${secondsAfter(nextExpiry(), -day)})`;
}

/** SQL: the row is to be written at this use. */
function isDue() {
  return sql<boolean>`(${isExpiryDue()} or ${sessions.lastUsedAt} < ${ago(useSeconds)})`;
}

function person() {
  return { id: users.id, username: users.username, displayName: users.displayName };
}
