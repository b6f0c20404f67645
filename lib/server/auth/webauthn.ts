import "server-only";
import type { PasskeyQuestion, PasskeyRegistration, PasskeyUse } from "@/lib/contracts";
import type { Identity } from "../identity";
import type { Challenge } from "./passkey-challenges";
import type { RelyingParty } from "./relying-party";

/*
 * The one file that imports @simplewebauthn/server, which does what WebAuthn level 3 asks of a relying party (sections 7.1
 * and 7.2). It is loaded at first use: most processes never need it.
 */

/** What the browser shows as the name of this app. */
const appName = "Browser Phone";

/** EdDSA, ES256 and RS256 (COSE): what authenticators in use have. */
const algorithms = [-8, -7, -257];

/** A passkey as it is stored. */
export interface StoredKey {
  readonly id: string;
  /** In COSE form, in base64url. */
  readonly publicKey: string;
  /** Separated by commas. */
  readonly transports: string;
}

/** A passkey that was made, as it is to be stored. */
interface MadeKey extends StoredKey {
  readonly counter: number;
  readonly backedUp: boolean;
}

/**
 * What to ask a browser that is to make a passkey. `known`: the person's others, so that one device makes no second one.
 *
 * The passkey must be found without a username (`residentKey`), and its device must check who uses it, by a finger, a face
 * or a PIN (`userVerification`): whoever signs in with it is asked for nothing else, and a lost device must not do.
 */
export async function registrationQuestion(
  challenge: Challenge,
  person: Identity,
  known: readonly StoredKey[],
  rp: RelyingParty,
): Promise<PasskeyQuestion> {
  const { generateRegistrationOptions } = await import("@simplewebauthn/server");
  const options = await generateRegistrationOptions({
    rpName: appName,
    rpID: rp.id,
    userName: person.username,
    userDisplayName: person.displayName,
    // It stays on the device, and must not name the person (WebAuthn, section 14.6.1): the opaque id.
    userID: new TextEncoder().encode(person.id),
    challenge: challenge.bytes,
    attestationType: "none",
    excludeCredentials: known.map(describe),
    authenticatorSelection: { residentKey: "required", userVerification: "required" },
    supportedAlgorithmIDs: algorithms,
  });
  return { challenge: challenge.id, options: { ...options } };
}

/** What to ask a browser that is to use a passkey: one of `known`, or any that it has for this app. */
export async function assertionQuestion(
  challenge: Challenge,
  known: readonly StoredKey[],
  rp: RelyingParty,
): Promise<PasskeyQuestion> {
  const { generateAuthenticationOptions } = await import("@simplewebauthn/server");
  const options = await generateAuthenticationOptions({
    rpID: rp.id,
    challenge: challenge.bytes,
    allowCredentials: known.map(describe),
    userVerification: "required",
  });
  return { challenge: challenge.id, options: { ...options } };
}

/** The passkey that a browser has made in answer to `challenge` (base64url), or null if anything about it is wrong. */
export async function verifyRegistration(
  credential: PasskeyRegistration,
  challenge: string,
  rp: RelyingParty,
): Promise<MadeKey | null> {
  const { verifyRegistrationResponse } = await import("@simplewebauthn/server");
  try {
    if (!(await isWithoutCertificates(credential))) return null;
    const { response, ...rest } = credential;
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response: {
        ...rest,
        response: { ...response, transports: response.transports ?? [] },
        clientExtensionResults: {},
      },
      expectedChallenge: challenge,
      expectedOrigin: rp.origin,
      expectedRPID: rp.id,
      supportedAlgorithmIDs: algorithms,
      requireUserVerification: true,
    });
    if (!verified) return null;
    const { credential: made, credentialBackedUp } = registrationInfo;
    return {
      id: made.id,
      publicKey: Buffer.from(made.publicKey).toString("base64url"),
      transports: (response.transports ?? []).join(","),
      counter: made.counter,
      backedUp: credentialBackedUp,
    };
  } catch {
    // The library throws for each kind of wrong input.
    return null;
  }
}

/**
 * What a passkey says in answer to `challenge` (base64url), or null if anything about it is wrong. `counter`: how often it
 * says that it was used; 0 if it does not count. Whether that is more than last time is up to the caller, who knows it.
 */
export async function verifyAssertion(
  { credential }: PasskeyUse,
  challenge: string,
  key: StoredKey,
  rp: RelyingParty,
): Promise<{ counter: number; backedUp: boolean } | null> {
  const { verifyAuthenticationResponse } = await import("@simplewebauthn/server");
  try {
    const { clientDataJSON, authenticatorData, signature } = credential.response;
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: {
        ...credential,
        response: { clientDataJSON, authenticatorData, signature },
        clientExtensionResults: {},
      },
      expectedChallenge: challenge,
      expectedOrigin: rp.origin,
      expectedRPID: rp.id,
      credential: { id: key.id, publicKey: bytesOf(key.publicKey), counter: 0 },
      requireUserVerification: true,
    });
    if (!verified) return null;
    return { counter: authenticationInfo.newCounter, backedUp: authenticationInfo.credentialBackedUp };
  } catch {
    return null;
  }
}

/**
 * Whether a registration comes without certificates of the authenticator's maker, which we never ask for. With them the
 * library would fetch the lists of revoked ones from addresses that they name, and anybody can write any address there.
 */
async function isWithoutCertificates({ response }: PasskeyRegistration): Promise<boolean> {
  const { decodeAttestationObject } = await import("@simplewebauthn/server/helpers");
  const attestation = decodeAttestationObject(bytesOf(response.attestationObject));
  const format = attestation.get("fmt");
  // A browser may leave a signature by the passkey itself, without any certificate (WebAuthn, section 5.1.3).
  return format === "none" || (format === "packed" && attestation.get("attStmt").get("x5c") === undefined);
}

function describe({ id, transports }: StoredKey) {
  return { id, transports: transports.split(",").filter(Boolean) as never[] };
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.from(text, "base64url"));
}
