import "server-only";
import { and, eq, notExists, sql } from "drizzle-orm";
import { accounts, database, users } from "@/lib/db";
import type { Env } from "@/lib/env";
import { createPerson } from "../people/create-person";
import { replacePasswordHash } from "../people/password-hash";
import { endCallsOf } from "../voice/end-calls";
import { demoPeople } from "./demo-people";
import { hashPassword, verifyPassword } from "./password";
import { endAllSessions } from "./sessions";

/** Creates the demo people in local mode, and retires them in twilio mode. */
export function prepareDemoPeople(mode: Env["mode"]): Promise<void> {
  return mode === "local" ? seedDemoPeople() : retireDemoPeople();
}

/** Creates the demo people that do not exist, and gives retired ones their password back. For local mode only. */
export async function seedDemoPeople(): Promise<void> {
  for (const { username, displayName, password } of demoPeople) {
    const passwordHash = await hashPassword(password);
    if ((await createPerson({ username, displayName, passwordHash })) === null) {
      await restore(username, passwordHash);
    }
  }
}

/**
 * Removes the password of the demo people, which everybody can read, and signs them out. A person of that name who
 * has changed the password or signs in by other means is left alone. The row stays, since other people's histories
 * refer to it.
 */
export async function retireDemoPeople(): Promise<void> {
  const db = await database();
  for (const { username, password } of demoPeople) {
    const [person] = await db
      .select({ id: users.id, passwordHash: users.passwordHash })
      .from(users)
      .where(eq(users.username, username));
    if (!person || !(await verifyPassword(person.passwordHash, password))) continue;
    await replacePasswordHash(person.id, { before: person.passwordHash, after: null });
    await endCallsOf(await endAllSessions(person.id));
  }
}

/** Gives the password back, unless the person signs in by other means: then it is somebody's own account. */
async function restore(username: string, passwordHash: string): Promise<void> {
  const db = await database();
  const linked = db.select({ one: sql`1` }).from(accounts).where(eq(accounts.userId, users.id));
  const [person] = await db
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.username, username), notExists(linked)));
  if (person) await replacePasswordHash(person.id, { before: null, after: passwordHash });
}
