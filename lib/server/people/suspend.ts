import "server-only";
import { and, asc, eq, isNotNull, isNull, sql } from "drizzle-orm";
import { publish } from "@/lib/changes";
import { type Database, database, transaction, users } from "@/lib/db";
import { writeOperatorAudit } from "../operator/audit";

/** Suspends a person. Returns their id, or null if there is no such person. A second time changes nothing. */
export async function markSuspended(username: string): Promise<string | null> {
  return setSuspended(username, true);
}

/** Undoes a suspension. Returns the person's id, or null if there is no such person. */
export async function restorePerson(username: string): Promise<string | null> {
  return setSuspended(username, false);
}

/** The usernames of all suspended people, those suspended first at the top. */
export async function listSuspended(): Promise<string[]> {
  const db = await database();
  const rows = await db
    .select({ username: users.username })
    .from(users)
    .where(isNotNull(users.suspendedAt))
    .orderBy(asc(users.suspendedAt));
  return rows.map(({ username }) => username);
}

/** Whether that person is suspended. */
export async function isSuspended(id: string): Promise<boolean> {
  const db = await database();
  const [person] = await db.select({ at: users.suspendedAt }).from(users).where(eq(users.id, id));
  return person != null && person.at !== null;
}

async function setSuspended(username: string, suspended: boolean): Promise<string | null> {
  const { changed, id } = await transaction(async (db) => {
    const [changed] = await db
      .update(users)
      .set({ suspendedAt: suspended ? sql`now()` : null })
      .where(
        and(
          eq(users.username, username),
          suspended ? isNull(users.suspendedAt) : isNotNull(users.suspendedAt),
        ),
      )
      .returning({ id: users.id });
    const id = changed?.id ?? (await findId(db, username));
    if (id !== null)
      await writeOperatorAudit(db, { action: suspended ? "disable" : "enable", subject: username });
    return { changed, id };
  });
  if (changed) publish({ kind: "person", person: changed.id, listed: true });
  return id;
}

async function findId(db: Database, username: string): Promise<string | null> {
  const [person] = await db.select({ id: users.id }).from(users).where(eq(users.username, username));
  return person?.id ?? null;
}
