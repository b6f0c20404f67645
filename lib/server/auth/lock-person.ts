import "server-only";
import { eq } from "drizzle-orm";
import { type Database, users } from "@/lib/db";

/**
 * Lets nobody else do the same for this person until the transaction `db` is over: a count of their rows that is taken after
 * it stays true. It hinders no other work on the person, such as a new session.
 */
export async function lockPerson(personId: string, db: Database): Promise<void> {
  await db.select({ id: users.id }).from(users).where(eq(users.id, personId)).for("no key update");
}
