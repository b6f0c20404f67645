import "server-only";
import { and, eq, isNull, notExists, sql } from "drizzle-orm";
import { accounts, database, users } from "@/lib/db";
import { createPerson } from "../people/create-person";
import { demoPeople } from "./demo-people";
import { hashPassword, verifyPassword } from "./password";
import { endAllSessions } from "./sessions";

/**
 * Makes the demo people that are not there yet, and gives those that were retired their password back. For local
 * mode only.
 */
export async function seedDemoPeople(): Promise<void> {
  for (const { username, displayName, password } of demoPeople) {
    const passwordHash = await hashPassword(password);
    if ((await createPerson({ username, displayName, passwordHash })) === null) {
      await restore(username, passwordHash);
    }
  }
}

/**
 * Makes the demo people unusable for whoever has read their password: it is removed and they are signed out. A
 * person of that name who has changed it, or signs in by other means, is left alone. The row stays, since it is
 * part of other people's histories.
 */
export async function retireDemoPeople(): Promise<void> {
  const db = await database();
  for (const { username, password } of demoPeople) {
    const [person] = await db
      .select({ id: users.id, passwordHash: users.passwordHash })
      .from(users)
      .where(eq(users.username, username));
    if (!person || !(await verifyPassword(person.passwordHash, password))) continue;
    await db.update(users).set({ passwordHash: null }).where(eq(users.id, person.id));
    await endAllSessions(person.id);
  }
}

/** Only where nobody signs in by other means: that would be somebody's own account. */
async function restore(username: string, passwordHash: string): Promise<void> {
  const db = await database();
  const linked = db.select({ one: sql`1` }).from(accounts).where(eq(accounts.userId, users.id));
  await db
    .update(users)
    .set({ passwordHash })
    .where(and(eq(users.username, username), isNull(users.passwordHash), notExists(linked)));
}
