import "server-only";
import type { PasswordChange } from "@/lib/contracts";
import { transaction } from "@/lib/db";
import { AppError } from "@/lib/errors";
import type { Session } from "../identity";
import { hit, type Limit, takeBack } from "../limits";
import { logSecurity } from "../log";
import { findPasswordHash, replacePasswordHash } from "../people/password-hash";
import { hashPassword, verifyPassword } from "./password";
import { endOtherSessions } from "./sessions";

/** Separate from the limits of signing in: somebody who guesses in an open session must not lock its person out. */
const perPerson: Limit = { name: "password change", hits: 10, seconds: 15 * 60 };

/** Whether a person has a password. Those who sign in with GitHub or Google only have none. */
export async function hasPassword(id: string): Promise<boolean> {
  return (await findPasswordHash(id)) !== null;
}

/**
 * Gives the person of a session a new password. It ends their other sessions, since somebody else may have known the
 * old one.
 *
 * Throws `wrong_password` (also for a person who has none) or `rate_limited`.
 */
export async function changePassword(session: Session, { current, next }: PasswordChange): Promise<void> {
  const { id } = session.person;
  await hit(perPerson, id);
  const before = await findPasswordHash(id);
  if (before === null || !(await verifyPassword(before, current))) {
    logSecurity("password_change_failed", { person: id });
    throw new AppError("wrong_password");
  }
  const after = await hashPassword(next);
  await transaction(async (db) => {
    // Of two changes at the same time, the second finds that its current password no longer holds.
    if (!(await replacePasswordHash(id, { before, after }, db))) throw new AppError("wrong_password");
    await endOtherSessions(session, db);
  });
  logSecurity("password_changed", { person: id });
  await takeBack(perPerson, id);
}
