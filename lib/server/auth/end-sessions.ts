import "server-only";
import { transaction } from "@/lib/db";
import { writeOperatorAudit } from "../operator/audit";
import { endCallsOf } from "../voice/end-calls";
import { endSessionsOf } from "./sessions";
import { tellEnded } from "./tell-ended";

/**
 * Signs a person out on every device and ends their calls, for the operator. Returns how many devices were signed in. The
 * person can sign in again.
 */
export async function endSessionsByOperator(person: {
  readonly id: string;
  readonly username: string;
}): Promise<number> {
  const ended = await transaction(async (db) => {
    await writeOperatorAudit(db, { action: "end-sessions", subject: person.username });
    return endSessionsOf(person.id, db);
  });
  tellEnded(person.id, ended);
  await endCallsOf(ended);
  return ended.length;
}
