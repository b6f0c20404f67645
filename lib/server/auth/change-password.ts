import "server-only";
import type { PasswordPut } from "@/lib/contracts";
import { transaction } from "@/lib/db";
import { AppError } from "@/lib/errors";
import type { Session } from "../identity";
import { hit, type Limit, takeBack } from "../limits";
import { logSecurity } from "../log";
import { findPasswordHash, replacePasswordHash } from "../people/password-hash";
import { endCallsOf } from "../voice/end-calls";
import { checkPasskey } from "./check-passkey";
import { hashPassword, verifyPassword } from "./password";
import { endOtherSessions } from "./sessions";
import { tellEnded } from "./tell-ended";
import { refuseWeakPassword } from "./weak-password";

/**
 * Per session, and separate from the limits of signing in: somebody who guesses in an open session must neither lock
 * its person out nor keep them from changing the password on another device.
 */
const perSession: Limit = { name: "password change", hits: 10, seconds: 15 * 60 };

/** Whether a person has a password. Those who sign in with GitHub or Google only have none. */
export async function hasPassword(id: string): Promise<boolean> {
  return (await findPasswordHash(id)) !== null;
}

/**
 * Gives the person of a session a new password. It ends their other sessions, since somebody else may have known the
 * old one. They show the present password, or a passkey if they have forgotten it or never had one.
 *
 * Throws `weak_password`, `wrong_password` (also for a person who has none), `passkey_refused`, `passkey_unknown` or
 * `rate_limited`.
 */
export async function changePassword(session: Session, change: PasswordPut, headers: Headers): Promise<void> {
  const { id, username, displayName } = session.person;
  const { next } = change;
  // First, so that looking for a good password does not count as guessing the present one.
  await refuseWeakPassword(next, [username, displayName]);
  await hit(perSession, session.id);
  const before = await findPasswordHash(id);
  if ("passkey" in change) await checkPasskey(change.passkey, id, headers);
  else if (before === null || !(await verifyPassword(before, change.current))) {
    logSecurity("password_change_failed", { person: id });
    throw new AppError("wrong_password");
  }
  const after = await hashPassword(next);
  const ended = await transaction(async (db) => {
    // Of two changes at the same time, the second finds that its current password no longer holds.
    if (!(await replacePasswordHash(id, { before, after }, db))) throw new AppError("wrong_password");
    return endOtherSessions(session, db);
  });
  tellEnded(id, ended);
  logSecurity("password_changed", { person: id });
  await endCallsOf(ended);
  await takeBack(perSession, session.id);
}
