import "server-only";
import { asc, eq, isNotNull, sql } from "drizzle-orm";
import { database, users } from "@/lib/db";

/** Suspends a person. Returns their id, or null if there is no such person. A second time changes nothing. */
export async function markSuspended(username: string): Promise<string | null> {
  return setSuspended(username, sql`coalesce(${users.suspendedAt}, now())`);
}

/** Undoes a suspension. Returns the person's id, or null if there is no such person. */
export async function restorePerson(username: string): Promise<string | null> {
  return setSuspended(username, null);
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

async function setSuspended(username: string, suspendedAt: ReturnType<typeof sql> | null) {
  const db = await database();
  const [person] = await db
    .update(users)
    .set({ suspendedAt })
    .where(eq(users.username, username))
    .returning({ id: users.id });
  return person?.id ?? null;
}
