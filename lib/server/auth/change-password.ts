import "server-only";
import { and, eq, ne } from "drizzle-orm";
import type { PasswordChange } from "@/lib/contracts";
import { database, sessions, transaction, users } from "@/lib/db";
import { AppError } from "@/lib/errors";
import type { Session } from "../identity";
import { hit, type Limit, takeBack } from "../limits";
import { hashPassword, verifyPassword } from "./password";

/** Apart from the limit of signing in: whoever guesses in somebody's open session must not lock them out. */
const perPerson: Limit = { name: "password change", hits: 10, seconds: 15 * 60 };

/** Whether a person signs in with a password, and so has one to change. */
export async function hasPassword(id: string): Promise<boolean> {
  return (await passwordHashOf(id)) !== null;
}

/**
 * Gives the person of a session a new password, and ends their other sessions: whoever knew the old one is out.
 *
 * Throws `wrong_password` (also for a person who has none) or `rate_limited`.
 */
export async function changePassword(
  { id, person }: Session,
  { current, next }: PasswordChange,
): Promise<void> {
  await hit(perPerson, person.id);
  const before = await passwordHashOf(person.id);
  if (before === null || !(await verifyPassword(before, current))) throw new AppError("wrong_password");
  const passwordHash = await hashPassword(next);
  await transaction(async (db) => {
    // Of two changes at once one finds that its current password is so no more.
    const unchanged = and(eq(users.id, person.id), eq(users.passwordHash, before));
    const changed = await db.update(users).set({ passwordHash }).where(unchanged).returning({ id: users.id });
    if (changed.length === 0) throw new AppError("wrong_password");
    await db.delete(sessions).where(and(eq(sessions.userId, person.id), ne(sessions.id, id)));
  });
  await takeBack(perPerson, person.id);
}

async function passwordHashOf(id: string): Promise<string | null> {
  const db = await database();
  const [user] = await db.select({ passwordHash: users.passwordHash }).from(users).where(eq(users.id, id));
  return user?.passwordHash ?? null;
}
