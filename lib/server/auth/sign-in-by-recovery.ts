import "server-only";
import type { Recovery } from "@/lib/contracts";
import { clientAddress } from "../http/client-address";
import { refuseFromOutside } from "./from-outside";
import { deviceCookies } from "./known-device";
import { recover } from "./recover";
import { startSessionByPassword } from "./sessions";
import { signInDevice } from "./sign-in-device";

/**
 * Gives somebody with a recovery code a new password ({@link recover}), and signs the device of the request in. Returns the
 * `Set-Cookie` lines. Throws what `recover` throws, or `forbidden` (from-outside.ts).
 */
export async function signInByRecovery(given: Recovery, headers: Headers): Promise<string[]> {
  refuseFromOutside(headers);
  const verified = await recover(given, clientAddress(headers), deviceCookies(headers));
  return signInDevice(headers, {
    personId: verified.id,
    by: "recovery_code",
    start: (device) => startSessionByPassword(verified, device),
  });
}
