import "server-only";
import { rememberDevice } from "./known-device";
import { oldCookieRemoval, sessionCookieLine } from "./session-cookie";
import { startDeviceSession } from "./start-device-session";

/** Somebody who has shown who they are, by a way of ours. */
interface SignIn {
  readonly personId: string;
  readonly by: "passkey" | "recovery_code";
  /** Writes the row of the session, and returns its id. */
  readonly start: (device: string | null) => Promise<string>;
}

/**
 * Signs the device of a request in without next-auth, and returns the `Set-Cookie` lines: those that next-auth and
 * `handleAuth` would send. The person's device is known from now on, as after their password.
 */
export async function signInDevice(headers: Headers, { personId, by, start }: SignIn): Promise<string[]> {
  const sid = await startDeviceSession({ personId, by, userAgent: headers.get("user-agent"), start });
  const lines = [
    await sessionCookieLine(headers, { sid, uid: personId }),
    oldCookieRemoval(headers),
    await rememberDevice(headers, personId),
  ];
  return lines.filter((line) => line !== null);
}
