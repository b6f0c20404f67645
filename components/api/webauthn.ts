import type { PasskeyQuestion, PasskeyUse } from "@/lib/contracts";
import { passkeyProblemOf } from "./passkey-problem";

/*
 * The one file that imports @simplewebauthn/browser. It is loaded when a passkey is made or used, and only then. The options
 * are those of the server's half of the library, which passes them through as they are.
 */

type Options = never;

/** Lets the browser make a passkey: the body of `POST /api/me/passkeys`. Throws PasskeyProblem. */
export async function makePasskey({ challenge, options }: PasskeyQuestion): Promise<object> {
  const { startRegistration } = await load();
  try {
    const { id, rawId, type, response } = await startRegistration({ optionsJSON: options as Options });
    const { clientDataJSON, attestationObject, transports } = response;
    const credential = { id, rawId, type, response: { clientDataJSON, attestationObject, transports } };
    return { challenge, credential };
  } catch (error) {
    throw passkeyProblemOf(error);
  }
}

/** Lets the browser use a passkey. Throws PasskeyProblem. */
export async function showPasskey({ challenge, options }: PasskeyQuestion): Promise<PasskeyUse> {
  const { startAuthentication } = await load();
  try {
    const { id, rawId, type, response } = await startAuthentication({ optionsJSON: options as Options });
    const { clientDataJSON, authenticatorData, signature, userHandle } = response;
    return {
      challenge,
      credential: {
        id,
        rawId,
        type,
        response: { clientDataJSON, authenticatorData, signature, userHandle: userHandle || null },
      },
    };
  } catch (error) {
    throw passkeyProblemOf(error);
  }
}

async function load() {
  try {
    return await import("@simplewebauthn/browser");
  } catch (error) {
    throw passkeyProblemOf(error);
  }
}
