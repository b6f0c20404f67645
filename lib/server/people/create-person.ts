import "server-only";
import { randomBytes } from "node:crypto";
import { eq, or } from "drizzle-orm";
import { usernameLook } from "@/lib/contracts";
import { type Database, database, users } from "@/lib/db";
import { isNameHeld } from "./held-names";
import { keysOf } from "./keys";

type NewPerson = Pick<typeof users.$inferInsert, "username" | "displayName" | "passwordHash">;

/**
 * Creates a person and returns their id, or null if somebody has that username or one that looks the same. `db`: the
 * transaction to do it in.
 */
export async function createPerson(person: NewPerson, db?: Database): Promise<string | null> {
  const [row] = await (db ?? (await database()))
    .insert(users)
    .values({ id: newPersonId(), ...person, ...keysOf(person) })
    // Of two sign-ups at the same time, the unique columns let one through.
    .onConflictDoNothing()
    .returning({ id: users.id });
  return row?.id ?? null;
}

/** Why nobody can get that username: somebody has or had it, or one that looks the same. null: it is free. */
export async function usernameConflict(
  username: string,
): Promise<"username_taken" | "username_similar" | null> {
  const db = await database();
  const others = await db
    .select({ username: users.username })
    .from(users)
    .where(or(eq(users.username, username), eq(users.usernameLook, usernameLook(username))));
  if (others.length === 0) return (await isNameHeld(username)) ? "username_taken" : null;
  return others.some((other) => other.username === username) ? "username_taken" : "username_similar";
}

/** Removes a person who has just been created, as part of the transaction `db`. */
export async function removePerson(id: string, db: Database): Promise<void> {
  await db.delete(users).where(eq(users.id, id));
}

/** 128 random bits. Twilio identities begin with the id, so knowing one must not help to guess another. */
function newPersonId(): string {
  return `u_${randomBytes(16).toString("hex")}`;
}
