import "server-only";
import { eq } from "drizzle-orm";
import type { SignUp, SignUpMode } from "@/lib/contracts";
import { database, transaction, users } from "@/lib/db";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { hit } from "../limits";
import { requireInvitation, spendInvitation } from "../operator/invitations";
import { readSignUpMode } from "../operator/switches";
import { createPerson } from "../people/create-person";
import { looksLikeNumber } from "../people/username";
import { hashPassword } from "./password";

/** Who may make an account at present. For pages. */
export function signUpMode(): Promise<SignUpMode> {
  return readSignUpMode();
}

/**
 * Creates a person with a password.
 *
 * Attempts are limited per address. Those for taken names count too, since each answer shows whether a name exists.
 * Throws `username_taken`, `rate_limited`, `bad_request` for a name that could be a phone number, `sign_up_closed`, or
 * `invitation_needed` where a code is needed and this one is not good.
 */
export async function signUp(
  { username, displayName, password, invitation }: SignUp,
  address: string,
): Promise<void> {
  if (looksLikeNumber(username)) throw new AppError("bad_request");
  await hit({ name: "sign-up", hits: env().SIGN_UPS_PER_HOUR, seconds: 60 * 60 }, address);
  const mode = await readSignUpMode();
  if (mode === "closed") throw new AppError("sign_up_closed");
  // Before the names, so that somebody without an invitation does not learn which are taken.
  if (mode === "invitation") await requireInvitation(invitation);
  const db = await database();
  const taken = await db.select({ id: users.id }).from(users).where(eq(users.username, username));
  // Checked before the costly hash. Between two sign-ups at the same time the unique column decides.
  if (taken.length > 0) throw new AppError("username_taken");
  const passwordHash = await hashPassword(password);
  await transaction(async (db) => {
    if (mode === "invitation") await spendInvitation(invitation, db);
    const id = await createPerson({ username, displayName, passwordHash }, db);
    if (id === null) throw new AppError("username_taken");
  });
}
