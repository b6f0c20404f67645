import "server-only";
import { transaction } from "@/lib/db";
import { markSuspended } from "../people/suspend";
import { endCallsOf } from "../voice/end-calls";
import { endSessionsOf } from "./sessions";
import { tellEnded } from "./tell-ended";

/**
 * Suspends a person: they are signed out on every device, their calls end, and they can no longer sign in, call, be called
 * or be found. Returns false if there is no such person. Their name stays taken, and calls with them stay in the
 * histories of others.
 */
export async function suspendPerson(username: string): Promise<boolean> {
  // Before the sessions are ended: one that is started in between is then worth nothing (see `findSession`).
  const id = await markSuspended(username);
  if (id === null) return false;
  const ended = await transaction((db) => endSessionsOf(id, db));
  tellEnded(id, ended);
  await endCallsOf(ended);
  return true;
}
