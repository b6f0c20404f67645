import "server-only";
import type { PasskeyQuestion, PasskeyUse } from "@/lib/contracts";
import { AppError } from "@/lib/errors";
import { clientAddress } from "../http/client-address";
import { logSecurity } from "../log";
import { isSuspended } from "../people/suspend";
import { checkPasskey } from "./check-passkey";
import { refuseFromOutside } from "./from-outside";
import { newChallenge } from "./passkey-challenges";
import { relyingParty } from "./relying-party";
import { startSession } from "./sessions";
import { signInDevice } from "./sign-in-device";
import { assertionQuestion } from "./webauthn";

/**
 * What to ask the browser of somebody who wants to sign in with a passkey. It names none: whoever asks does not learn who
 * has one. Throws `rate_limited`.
 */
export async function askForAnyPasskey(headers: Headers): Promise<PasskeyQuestion> {
  const challenge = await newChallenge("show", { address: clientAddress(headers) });
  return assertionQuestion(challenge, [], relyingParty(headers));
}

/**
 * Signs the device of the request in as the person of a passkey, and returns the `Set-Cookie` lines. Each attempt needs a
 * challenge, which are limited.
 *
 * Throws `passkey_unknown`, `passkey_refused`, `forbidden` (from-outside.ts), or `suspended`, and that only to the owner.
 */
export async function signInByPasskey(given: PasskeyUse, headers: Headers): Promise<string[]> {
  refuseFromOutside(headers);
  const personId = await checkPasskey(given, null, headers);
  if (await isSuspended(personId)) {
    logSecurity("account_suspended", { person: personId });
    throw new AppError("suspended");
  }
  return signInDevice(headers, {
    personId,
    by: "passkey",
    start: (device) => startSession(personId, device),
  });
}
