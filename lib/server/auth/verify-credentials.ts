import "server-only";
import { eq } from "drizzle-orm";
import { readUsername, usernameSchema } from "@/lib/contracts";
import { database, users } from "@/lib/db";
import { hit, type Limit, takeBack } from "../limits";
import { verifyPassword } from "./password";

const window = { seconds: 15 * 60 };
const perAccount: Limit = { name: "sign-in account", hits: 10, ...window };
const perAddress: Limit = { name: "sign-in address", hits: 50, ...window };

/** The longest password (characters). A longer text is cut just above this, so that argon2 does not read all of it. */
const longestPassword = 200;

/**
 * The id of the person with that username and password, or null.
 *
 * Failures are limited per account and per address. Each attempt is counted before the password is verified, and
 * the hit is taken back if it was right; otherwise a hundred guesses at the same time would all pass the check. The
 * answer and the time it takes are the same whether or not the account exists.
 *
 * Throws `rate_limited`.
 */
export async function verifyCredentials(
  given: { username: string; password: string },
  address: string,
): Promise<string | null> {
  const username = readUsername(given.username);
  await hit(perAccount, username);
  try {
    await hit(perAddress, address);
  } catch (error) {
    await takeBack(perAccount, username);
    throw error;
  }
  const user = await findByUsername(username);
  const matches = await verifyPassword(user?.passwordHash, given.password.slice(0, longestPassword + 1));
  if (!user || !matches) return null;
  await Promise.all([takeBack(perAccount, username), takeBack(perAddress, address)]);
  return user.id;
}

async function findByUsername(username: string) {
  const db = await database();
  // A malformed name is looked up too, as a name that nobody has, so that it takes the same time.
  const wanted = usernameSchema.safeParse(username).data ?? "";
  const [user] = await db
    .select({ id: users.id, passwordHash: users.passwordHash })
    .from(users)
    .where(eq(users.username, wanted));
  return user;
}
