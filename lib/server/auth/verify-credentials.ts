import "server-only";
import { readUsername } from "@/lib/contracts";
import { AppError } from "@/lib/errors";
import { logSecurity, pseudonym } from "../log";
import { findClaimedAccount } from "./claimed-account";
import { guessCounts, hitAll, takeBackAll } from "./guess-counts";
import { verifyPassword } from "./password";

/** The longest password (characters). A longer text is cut just above this, so that argon2 does not read all of it. */
const longestPassword = 200;

/** A person who has given the right password, with the hash that it fits. */
export interface Verified {
  readonly id: string;
  readonly passwordHash: string;
}

/**
 * The person with that username and password, or null.
 *
 * Failures are limited (guess-counts.ts). `deviceCookies`: see known-device.ts.
 *
 * Each attempt is counted before the password is verified, and the hit is taken back if it was right; otherwise a
 * hundred guesses at the same time would all pass the check. The answer and the time it takes are the same whether or
 * not the account exists.
 *
 * Throws `rate_limited`, or `suspended` for a suspended person, and that only if the password is right: nobody else
 * learns of the suspension.
 */
export async function verifyCredentials(
  given: { username: string; password: string },
  address: string,
  deviceCookies: readonly string[] = [],
): Promise<Verified | null> {
  const username = readUsername(given.username);
  const user = await findClaimedAccount(username);
  const counts = guessCounts({ of: "sign-in", username, user, address, deviceCookies });
  await hitAll(counts);
  const password = given.password.slice(0, longestPassword + 1);
  const { id, passwordHash } = user;
  if (!(await verifyPassword(passwordHash, password)) || passwordHash === null) {
    logSecurity("sign_in_failed", { account: pseudonym(username) });
    return null;
  }
  await takeBackAll(counts);
  if (user.suspendedAt) {
    logSecurity("account_suspended", { person: user.id });
    throw new AppError("suspended");
  }
  return { id, passwordHash };
}
