import "server-only";
import { and, eq, isNull } from "drizzle-orm";
import { type Database, database, users } from "@/lib/db";

/** A person's password hash, or null if they have no password. */
export async function findPasswordHash(id: string): Promise<string | null> {
  const db = await database();
  const [user] = await db.select({ passwordHash: users.passwordHash }).from(users).where(eq(users.id, id));
  return user?.passwordHash ?? null;
}

/**
 * Replaces a person's password hash; null is no password. Returns false, and changes nothing, if the hash is no
 * longer `before`. `db`: the transaction to do it in.
 */
export async function replacePasswordHash(
  id: string,
  change: { readonly before: string | null; readonly after: string | null },
  db?: Database,
): Promise<boolean> {
  const { before, after } = change;
  const isBefore = before === null ? isNull(users.passwordHash) : eq(users.passwordHash, before);
  const changed = await (db ?? (await database()))
    .update(users)
    .set({ passwordHash: after })
    .where(and(eq(users.id, id), isBefore))
    .returning({ id: users.id });
  return changed.length > 0;
}

/**
 * Gives the person with that username another password hash, whatever they had before, as part of the transaction `db`.
 * Returns their id, or null if there is no such person.
 */
export async function resetPasswordHash(
  username: string,
  passwordHash: string,
  db: Database,
): Promise<string | null> {
  const [changed] = await db
    .update(users)
    .set({ passwordHash })
    .where(eq(users.username, username))
    .returning({ id: users.id });
  return changed?.id ?? null;
}
