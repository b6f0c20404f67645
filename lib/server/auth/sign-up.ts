import "server-only";
import { publish } from "@/lib/changes";
import type { SignUp, SignUpMode } from "@/lib/contracts";
import { transaction } from "@/lib/db";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { hit, type Limit } from "../limits";
import { logSecurity } from "../log";
import { requireInvitation, spendInvitation } from "../operator/invitations";
import { readSignUpMode } from "../operator/switches";
import { createPerson, usernameConflict } from "../people/create-person";
import { looksLikeNumber } from "../people/username";
import { hashPassword } from "./password";
import { writeRecoveryCodes } from "./recovery-codes";
import { refuseWeakPassword } from "./weak-password";

/** Sign-ups from one address. */
function signUps(): Limit {
  return { name: "sign-up", hits: env().SIGN_UPS_PER_HOUR, seconds: 60 * 60 };
}

/** Separate from that limit and greater, so that a person who looks for a good password does not use it up. */
function passwordChecks(): Limit {
  return { ...signUps(), name: "password check", hits: 3 * env().SIGN_UPS_PER_HOUR };
}

/** Who may make an account at present. For pages. */
export function signUpMode(): Promise<SignUpMode> {
  return readSignUpMode();
}

/** A person who has just signed up. */
interface NewPerson {
  readonly id: string;
  /** To be shown once (recovery-codes.ts). */
  readonly recoveryCodes: readonly string[];
}

/**
 * Creates a person with a password and recovery codes.
 *
 * Attempts are limited per address. Those for taken names count too, since each answer shows whether a name exists.
 * Throws `username_taken`, `username_similar`, `weak_password`, `rate_limited`, `bad_request` for a name that could be a
 * phone number, `sign_up_closed`, or `invitation_needed` where a code is needed and this one is not good.
 */
export async function signUp(
  { username, displayName, password, invitation }: SignUp,
  address: string,
): Promise<NewPerson> {
  if (looksLikeNumber(username)) throw new AppError("bad_request");
  const mode = await readSignUpMode();
  if (mode === "closed") throw new AppError("sign_up_closed");
  await hit(passwordChecks(), address);
  await refuseWeakPassword(password, [username, displayName]);
  await hit(signUps(), address);
  // Before the names, so that somebody without an invitation does not learn which are taken.
  if (mode === "invitation") await requireInvitation(invitation);
  // Checked before the costly hash. Between two sign-ups at the same time the unique columns decide.
  const conflict = await usernameConflict(username);
  if (conflict) throw new AppError(conflict);
  const passwordHash = await hashPassword(password);
  const person = await transaction(async (db) => {
    if (mode === "invitation") await spendInvitation(invitation, db);
    const id = await createPerson({ username, displayName, passwordHash }, db);
    if (id === null) throw new AppError("username_taken");
    return { id, recoveryCodes: await writeRecoveryCodes(id, db) };
  });
  publish({ kind: "person", person: person.id, listed: true });
  logSecurity("sign_up", { person: person.id });
  return person;
}
