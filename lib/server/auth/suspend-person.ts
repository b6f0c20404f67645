import "server-only";
import { markSuspended } from "../people/suspend";
import { endCallsOf } from "../voice/end-calls";
import { endAllSessions } from "./sessions";

/**
 * Suspends a person: they are signed out on every device, their calls end, and they can neither sign in, be found, call nor be called. Returns
 * false if there is no such person. Their name stays taken, and calls with them stay in the histories of others.
 */
export async function suspendPerson(username: string): Promise<boolean> {
  // First, so that no session that is started at this moment is worth anything (see `findSession`).
  const id = await markSuspended(username);
  if (id === null) return false;
  await endCallsOf(await endAllSessions(id));
  return true;
}
