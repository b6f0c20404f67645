import "server-only";
import { transaction } from "@/lib/db";
import { writeOperatorAudit } from "../operator/audit";
import { newReadableCode } from "../operator/readable-code";
import { resetPasswordHash } from "../people/password-hash";
import { endCallsOf } from "../voice/end-calls";
import { hashPassword } from "./password";
import { endSessionsOf } from "./sessions";
import { tellEnded } from "./tell-ended";

/** Five groups of four letters have 98 random bits, which nobody guesses. */
const groups = 5;

/**
 * Gives a person a new random password, such as `k7qm-2rxb-9twd-hezp-4vjc`, and returns it; null if there is no such
 * person. They are signed out on every device, and their calls end, since somebody else may have known the old one. It
 * cannot be read again, since only its hash is stored. For the operator.
 */
export async function resetPassword(username: string): Promise<string | null> {
  const password = newReadableCode(groups).toLowerCase();
  const passwordHash = await hashPassword(password);
  const reset = await transaction(async (db) => {
    // Before the sessions are ended: one that is started with the old password in between is refused
    // (`startSessionByPassword`).
    const id = await resetPasswordHash(username, passwordHash, db);
    if (id === null) return null;
    await writeOperatorAudit(db, { action: "reset-password", subject: username });
    return { id, ended: await endSessionsOf(id, db) };
  });
  if (reset === null) return null;
  tellEnded(reset.id, reset.ended);
  await endCallsOf(reset.ended);
  return password;
}
