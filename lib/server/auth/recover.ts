import "server-only";
import { type Recovery, readUsername } from "@/lib/contracts";
import { type Database, transaction } from "@/lib/db";
import { AppError } from "@/lib/errors";
import type { EndedSession } from "../identity";
import { hit, type Limit } from "../limits";
import { logSecurity, pseudonym } from "../log";
import { replacePasswordHash } from "../people/password-hash";
import { endCallsOf } from "../voice/end-calls";
import { findClaimedAccount } from "./claimed-account";
import { guessCounts, hitAll, takeBackAll } from "./guess-counts";
import { hashPassword } from "./password";
import { isRecoveryCode, spendRecoveryCode } from "./recovery-codes";
import { endAllSessions } from "./sessions";
import { tellEnded } from "./tell-ended";
import type { Verified } from "./verify-credentials";
import { refuseWeakPassword } from "./weak-password";

/** Apart from the limit of wrong codes and greater, so that a person who looks for a good password does not use it up. */
const passwordChecks: Limit = { name: "recovery password", hits: 60, seconds: 15 * 60 };

/**
 * Gives a new password to somebody who has one of their recovery codes, which is used up. All of their sessions end, since
 * somebody else may have known the old password. A person who never had a password gets their first one.
 *
 * Wrong codes are counted as wrong passwords are (guess-counts.ts), and the answer and the time it takes are the same
 * whether or not the account exists: the costly hash is made only for a code that is right.
 *
 * Throws `weak_password`, `wrong_recovery_code`, `rate_limited`, or `suspended`, and that only if the code is right.
 */
export async function recover(
  given: Recovery,
  address: string,
  deviceCookies: readonly string[],
): Promise<Verified> {
  const username = readUsername(given.username);
  await hit(passwordChecks, address);
  // By the name that was typed alone: the display name would show whether the account exists.
  await refuseWeakPassword(given.password, [username]);
  const account = await findClaimedAccount(username);
  const counts = guessCounts({ of: "recovery", username, user: account, address, deviceCookies });
  await hitAll(counts);
  if (!(await isRecoveryCode(account.id, given.code))) {
    logSecurity("recovery_failed", { account: pseudonym(username) });
    throw new AppError("wrong_recovery_code");
  }
  await takeBackAll(counts);
  if (account.suspendedAt) {
    logSecurity("account_suspended", { person: account.id });
    throw new AppError("suspended");
  }
  await refuseWeakPassword(given.password, [username, account.displayName]);
  const passwordHash = await hashPassword(given.password);
  const ended = await transaction((db) => replace(account, given.code, passwordHash, db));
  tellEnded(account.id, ended);
  logSecurity("password_recovered", { person: account.id });
  await endCallsOf(ended);
  return { id: account.id, passwordHash };
}

async function replace(
  { id, passwordHash: before }: { readonly id: string; readonly passwordHash: string | null },
  code: string,
  after: string,
  db: Database,
): Promise<EndedSession[]> {
  if (!(await spendRecoveryCode(id, code, db))) throw new AppError("wrong_recovery_code");
  // The password was changed meanwhile. The transaction is undone, so the code is still good for another try.
  if (!(await replacePasswordHash(id, { before, after }, db))) throw new AppError("wrong_recovery_code");
  return endAllSessions(id, db);
}
