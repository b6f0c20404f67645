import "server-only";
import { and, eq } from "drizzle-orm";
import type { PasswordChange } from "@/lib/contracts";
import { database, transaction, users } from "@/lib/db";
import { AppError } from "@/lib/errors";
import type { Session } from "../identity";
import { hit, type Limit, takeBack } from "../limits";
import { hashPassword, verifyPassword } from "./password";
import { endOtherSessions } from "./sessions";

/** Separate from the limits of signing in: a guesser in somebody's open session must not lock that person out. */
const perPerson: Limit = { name: "password change", hits: 10, seconds: 15 * 60 };

/** Whether a person has a password. Those who sign in with GitHub or Google only have none. */
export async function hasPassword(id: string): Promise<boolean> {
  return (await passwordHashOf(id)) !== null;
}

/**
 * Gives the person of a session a new password. It ends their other sessions, since somebody else may have known the
 * old one.
 *
 * Throws `wrong_password` (also for a person who has none) or `rate_limited`.
 */
export async function changePassword(session: Session, { current, next }: PasswordChange): Promise<void> {
  const { person } = session;
  await hit(perPerson, person.id);
  const before = await passwordHashOf(person.id);
  if (before === null || !(await verifyPassword(before, current))) throw new AppError("wrong_password");
  const passwordHash = await hashPassword(next);
  await transaction(async (db) => {
    // Of two changes at the same time, the second finds that its current password no longer holds.
    const unchanged = and(eq(users.id, person.id), eq(users.passwordHash, before));
    const changed = await db.update(users).set({ passwordHash }).where(unchanged).returning({ id: users.id });
    if (changed.length === 0) throw new AppError("wrong_password");
    await endOtherSessions(session, db);
  });
  await takeBack(perPerson, person.id);
}

async function passwordHashOf(id: string): Promise<string | null> {
  const db = await database();
  const [user] = await db.select({ passwordHash: users.passwordHash }).from(users).where(eq(users.id, id));
  return user?.passwordHash ?? null;
}
