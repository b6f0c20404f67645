import "server-only";
import { publish } from "@/lib/changes";
import { logSecurity } from "../log";
import { endCallsOf } from "../voice/end-calls";
import { deviceName } from "./device-name";
import { sessionIdFromCookie } from "./session-cookie";
import { endOldestSessions, endSession } from "./sessions";

/** Somebody who has shown who they are. */
interface SignIn {
  readonly personId: string;
  /** How, for the log: a provider of next-auth, `passkey` or `recovery_code`. */
  readonly by: string;
  readonly userAgent: string | null;
  /** Writes the row of the session, and returns its id. */
  readonly start: (device: string | null) => Promise<string>;
}

/**
 * Signs the device of the request in, and returns the id of the new session. Whatever the way to sign in, the session
 * that this device had before ends, and so do a person's oldest sessions above the most they may have.
 */
export async function startDeviceSession({ personId, by, userAgent, start }: SignIn): Promise<string> {
  await endCallsOf(await endSession(await sessionIdFromCookie()));
  const sid = await start(deviceName(userAgent));
  publish({ kind: "own", person: personId, what: ["sessions"] });
  await endCallsOf(await endOldestSessions(personId));
  logSecurity("signed_in", { person: personId, by });
  return sid;
}
