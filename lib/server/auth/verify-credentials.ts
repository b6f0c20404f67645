import "server-only";
import { eq } from "drizzle-orm";
import { readUsername, usernameSchema } from "@/lib/contracts";
import { database, users } from "@/lib/db";
import { AppError } from "@/lib/errors";
import { hit, type Limit, takeBack } from "../limits";
import { logSecurity, pseudonym } from "../log";
import { findKnownDevice } from "./known-device";
import { verifyPassword } from "./password";

const window = { hits: 10, seconds: 15 * 60 };
const perAccount: Limit = { name: "sign-in account", ...window };
const perAddress: Limit = { name: "sign-in address", ...window, hits: 50 };
const perKnownDevice: Limit = { name: "sign-in device", ...window };

/** The longest password (characters). A longer text is cut just above this, so that argon2 does not read all of it. */
const longestPassword = 200;

/** A person that nobody is, for names that do not exist. */
const nobody = { id: "", passwordHash: null, suspendedAt: null };

/** A limit, and what it counts by. */
type Count = readonly [limit: Limit, who: string];

/** A person who has given the right password, with the hash that it fits. */
export interface Verified {
  readonly id: string;
  readonly passwordHash: string;
}

/**
 * The person with that username and password, or null.
 *
 * Failures are limited per account and per address. A device that is known for this person has a count of its own
 * instead: strangers who guess, be it at the same address, do not keep the owner out. `deviceCookies`: see
 * known-device.ts.
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
  const user = (await findByUsername(username)) ?? nobody;
  const device = findKnownDevice(deviceCookies, user.id, user.passwordHash ?? "");
  const counts: Count[] =
    device !== null && user.passwordHash !== null
      ? [[perKnownDevice, `${user.id} ${device}`]]
      : [
          [perAccount, username],
          [perAddress, address],
        ];
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

/** Hits each limit, or none: if one of them is reached, the hits before it are taken back. */
async function hitAll(counts: readonly Count[]): Promise<void> {
  for (const [index, [limit, who]] of counts.entries()) {
    try {
      await hit(limit, who);
    } catch (error) {
      await takeBackAll(counts.slice(0, index));
      throw error;
    }
  }
}

async function takeBackAll(counts: readonly Count[]): Promise<void> {
  await Promise.all(counts.map(([limit, who]) => takeBack(limit, who)));
}

async function findByUsername(username: string) {
  const db = await database();
  // A malformed name is looked up too, as a name that nobody has, so that it takes the same time.
  const wanted = usernameSchema.safeParse(username).data ?? "";
  const [user] = await db
    .select({ id: users.id, passwordHash: users.passwordHash, suspendedAt: users.suspendedAt })
    .from(users)
    .where(eq(users.username, wanted));
  return user;
}
