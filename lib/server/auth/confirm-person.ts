import "server-only";
import { and, eq, gt } from "drizzle-orm";
import type { Proof } from "@/lib/contracts";
import { database, passkeys, sessions } from "@/lib/db";
import { ago } from "@/lib/db/time";
import { AppError } from "@/lib/errors";
import type { Session } from "../identity";
import { hit, type Limit, takeBack } from "../limits";
import { logSecurity } from "../log";
import { findPasswordHash } from "../people/password-hash";
import { checkPasskey } from "./check-passkey";
import { verifyPassword } from "./password";

/** Per session, as for a change of the password: guessing in a stolen session keeps nobody out on another device. */
const perSession: Limit = { name: "confirmation", hits: 10, seconds: 15 * 60 };

/** How long (s) a sign-in with an account of another site counts as a proof of its own. */
const freshSeconds = 10 * 60;

/**
 * Makes sure that the person of a session is the one who asks, and not somebody who found their device open or copied its
 * cookie: before anything with which one could sign in later.
 *
 * Throws `wrong_password`, `passkey_refused`, `passkey_unknown`, `rate_limited`; `confirmation_needed` if nothing is shown:
 * then whoever has neither a password nor a passkey must sign in again, and everybody else must show one of them.
 */
export async function confirmPerson(session: Session, proof: Proof, headers: Headers): Promise<void> {
  await hit(perSession, session.id);
  if ("passkey" in proof) await checkPasskey(proof.passkey, session.person.id, headers);
  else if ("password" in proof) await confirmByPassword(session, proof.password);
  else await confirmBySignIn(session);
  await takeBack(perSession, session.id);
}

async function confirmByPassword({ person }: Session, password: string): Promise<void> {
  if (await verifyPassword(await findPasswordHash(person.id), password)) return;
  logSecurity("confirmation_failed", { person: person.id });
  throw new AppError("wrong_password");
}

/** Takes the sign-in itself for the proof. */
async function confirmBySignIn({ id, person }: Session): Promise<void> {
  const db = await database();
  const [hash, keys, fresh] = await Promise.all([
    findPasswordHash(person.id),
    db.$count(passkeys, eq(passkeys.userId, person.id)),
    db.$count(sessions, and(eq(sessions.id, id), gt(sessions.createdAt, ago(freshSeconds)))),
  ]);
  if (hash === null && keys === 0 && fresh > 0) return;
  throw new AppError("confirmation_needed");
}
