import "server-only";
import { eq } from "drizzle-orm";
import type { SignUp } from "@/lib/contracts";
import { database, users } from "@/lib/db";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { hit } from "../limits";
import { logSecurity } from "../log";
import { createPerson } from "../people/create-person";
import { looksLikeNumber } from "../people/username";
import { hashPassword } from "./password";

/**
 * Creates a person with a password.
 *
 * Attempts are limited per address. Those for taken names count too, since each answer shows whether a name exists.
 * Throws `username_taken`, `rate_limited`, or `bad_request` for a name that could be a phone number.
 */
export async function signUp({ username, displayName, password }: SignUp, address: string): Promise<void> {
  if (looksLikeNumber(username)) throw new AppError("bad_request");
  await hit({ name: "sign-up", hits: env().SIGN_UPS_PER_HOUR, seconds: 60 * 60 }, address);
  const db = await database();
  const taken = await db.select({ id: users.id }).from(users).where(eq(users.username, username));
  // Checked before the costly hash. Between two sign-ups at the same time the unique column decides.
  if (taken.length > 0) throw new AppError("username_taken");
  const passwordHash = await hashPassword(password);
  const id = await createPerson({ username, displayName, passwordHash });
  if (id === null) throw new AppError("username_taken");
  logSecurity("sign_up", { person: id });
}
