import "server-only";
import { publish } from "@/lib/changes";
import { readUsername } from "@/lib/contracts";
import type { AccountDeletion } from "@/lib/contracts/account-data";
import { transaction } from "@/lib/db";
import { AppError } from "@/lib/errors";
import { verifyPassword } from "../auth/password";
import { endAllSessions } from "../auth/sessions";
import { tellEnded } from "../auth/tell-ended";
import { forgetDialed } from "../calls/forget-dialed";
import type { Session } from "../identity";
import { hit, type Limit } from "../limits";
import { logSecurity } from "../log";
import { deletePerson } from "../people/delete-person";
import { findPasswordHash } from "../people/password-hash";
import { endCallsOf } from "../voice/end-calls";

/** Wrong passwords in one session, as for a change of the password. */
const perSession: Limit = { name: "account deletion", hits: 10, seconds: 15 * 60 };

/**
 * Deletes the account of the person of this session with all that is theirs. Their sessions and calls end, and nobody gets
 * their username for a while. Calls stay in the histories of the other side, without a name.
 *
 * Throws `wrong_password` if the proof is not theirs, or `rate_limited`.
 */
export async function deleteAccount(session: Session, proof: AccountDeletion): Promise<void> {
  const { id, username } = session.person;
  await requireProof(session, proof);
  const ended = await transaction(async (db) => {
    const ended = await endAllSessions(id, db);
    await forgetDialed(id, db);
    await deletePerson({ id, username }, db);
    return ended;
  });
  tellEnded(id, ended);
  publish({ kind: "person_deleted", person: id, username });
  logSecurity("account_deleted", { person: id });
  await endCallsOf(ended);
}

/** Somebody who finds an open page must not be able to delete the account with a click. */
async function requireProof(session: Session, proof: AccountDeletion): Promise<void> {
  const { id, username } = session.person;
  await hit(perSession, session.id);
  const hash = await findPasswordHash(id);
  const isTheirs =
    hash === null
      ? "username" in proof && readUsername(proof.username) === username
      : "password" in proof && (await verifyPassword(hash, proof.password));
  if (isTheirs) return;
  logSecurity("account_deletion_failed", { person: id });
  throw new AppError("wrong_password");
}
