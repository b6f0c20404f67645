import "server-only";
import { and, eq, isNull, ne } from "drizzle-orm";
import { type Database, database, transaction, users } from "@/lib/db";
import { AppError } from "@/lib/errors";

// What the lists that a person makes of other people share: favourites, and those whom one waits for.

/** The id of another person who is in the list of `me`. Throws `not_found`, also for `me` and for a suspended person. */
export async function idOfOther(me: string, username: string): Promise<string> {
  const db = await database();
  const [other] = await db
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.username, username), ne(users.id, me), isNull(users.suspendedAt)));
  if (!other) throw new AppError("not_found");
  return other.id;
}

/** Does `add` in a transaction, one after the other for each person: so each sees how many there are already. */
export async function oneByOne(me: string, add: (db: Database) => Promise<void>): Promise<void> {
  await transaction(async (db) => {
    // Not `update`, which would wait for everybody who writes a row that refers to this person.
    await db.select({ id: users.id }).from(users).where(eq(users.id, me)).for("no key update");
    await add(db);
  });
}
