import "server-only";
import { randomBytes } from "node:crypto";
import { eq } from "drizzle-orm";
import { type Database, database, users } from "@/lib/db";

type NewPerson = Pick<typeof users.$inferInsert, "username" | "displayName" | "passwordHash">;

/** Creates a person and returns their id, or null if the username is taken. `db`: the transaction to do it in. */
export async function createPerson(person: NewPerson, db?: Database): Promise<string | null> {
  const [row] = await (db ?? (await database()))
    .insert(users)
    .values({ id: newPersonId(), ...person })
    .onConflictDoNothing({ target: users.username })
    .returning({ id: users.id });
  return row?.id ?? null;
}

/** Removes a person who has just been created, as part of the transaction `db`. */
export async function removePerson(id: string, db: Database): Promise<void> {
  await db.delete(users).where(eq(users.id, id));
}

/** 128 random bits. Twilio identities begin with the id, so knowing one must not help to guess another. */
function newPersonId(): string {
  return `u_${randomBytes(16).toString("hex")}`;
}
