import "server-only";
import type { SignUp } from "@/lib/contracts";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { hit } from "../limits";
import { createPerson, usernameConflict } from "../people/create-person";
import { looksLikeNumber } from "../people/username";
import { hashPassword } from "./password";

/**
 * Creates a person with a password.
 *
 * Attempts are limited per address. Those for taken names count too, since each answer shows whether a name exists.
 * Throws `username_taken`, `username_similar`, `rate_limited`, or `bad_request` for a name that could be a phone number.
 */
export async function signUp({ username, displayName, password }: SignUp, address: string): Promise<void> {
  if (looksLikeNumber(username)) throw new AppError("bad_request");
  await hit({ name: "sign-up", hits: env().SIGN_UPS_PER_HOUR, seconds: 60 * 60 }, address);
  // Checked before the costly hash. Between two sign-ups at the same time the unique columns decide.
  const conflict = await usernameConflict(username);
  if (conflict) throw new AppError(conflict);
  const passwordHash = await hashPassword(password);
  const id = await createPerson({ username, displayName, passwordHash });
  if (id === null) throw new AppError((await usernameConflict(username)) ?? "username_taken");
}
