import * as z from "zod/mini";

/** Bytes in base64url, as WebAuthn's JSON forms have them. */
const base64url = (most: number) => z.string().check(z.regex(/^[\w-]+$/), z.maxLength(most));

/** The id of a credential: at most 1023 bytes (WebAuthn level 3, section 5.8.3). */
export const passkeyIdSchema = base64url(1_364);

/** What a browser makes of a new passkey (WebAuthn's `RegistrationResponseJSON`). Fields that nobody reads are dropped. */
const registrationSchema = z.object({
  id: passkeyIdSchema,
  rawId: passkeyIdSchema,
  type: z.literal("public-key"),
  response: z.object({
    clientDataJSON: base64url(4_096),
    attestationObject: base64url(8_192),
    transports: z.optional(z.array(z.string().check(z.regex(/^[a-z-]{1,20}$/))).check(z.maxLength(10))),
  }),
});
/** What a browser makes of a new passkey. */
export type PasskeyRegistration = z.infer<typeof registrationSchema>;

/** What a browser makes of a passkey that is used (WebAuthn's `AuthenticationResponseJSON`). */
const assertionSchema = z.object({
  id: passkeyIdSchema,
  rawId: passkeyIdSchema,
  type: z.literal("public-key"),
  response: z.object({
    clientDataJSON: base64url(4_096),
    authenticatorData: base64url(2_048),
    signature: base64url(2_048),
    userHandle: z.nullish(base64url(128)),
  }),
});

/** A passkey that is used: the answer to the challenge with the id `challenge`, which is answered once. */
export const passkeyUseSchema = z.strictObject({ challenge: z.uuid(), credential: assertionSchema });
/** A passkey that is used. */
export type PasskeyUse = z.infer<typeof passkeyUseSchema>;

/**
 * How I show, in an open session, that it is me: by my password or by a passkey. Nothing suffices for somebody who has
 * neither, and that only within ten minutes of signing in.
 */
export const proofSchema = z.union([
  z.strictObject({ password: z.string().check(z.minLength(1), z.maxLength(200)) }),
  z.strictObject({ passkey: passkeyUseSchema }),
  z.strictObject({}),
]);
/** How I show, in an open session, that it is me. */
export type Proof = z.infer<typeof proofSchema>;

/**
 * The answer of the three routes that begin with a passkey: what the browser is to be asked, and the id of the challenge
 * in it, which lasts five minutes. `options` is WebAuthn's `PublicKeyCredentialCreationOptionsJSON` or
 * `PublicKeyCredentialRequestOptionsJSON`; only the browser reads it.
 *
 * POST /api/passkeys/sign-in/options: of anybody who wants to sign in. 429 `rate_limited`.
 * POST /api/me/passkeys/confirm: of somebody who shows that it is them.
 * POST /api/me/passkeys/options, with a Proof: of somebody who adds one. 401 `wrong_password` or `passkey_refused`, 403
 * `confirmation_needed`, 409 `too_many_passkeys`.
 */
export const passkeyQuestionSchema = z.object({
  challenge: z.uuid(),
  options: z.looseObject({ challenge: z.string() }),
});
/** What a browser is to be asked for. */
export type PasskeyQuestion = z.infer<typeof passkeyQuestionSchema>;

/** Control characters, and those that rearrange the text around them. */
const unsafe = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u;

/** What its person calls a passkey: 1 to 64 characters. */
const passkeyNameSchema = z.string().check(
  z.trim(),
  z.minLength(1),
  z.maxLength(64),
  z.refine((name) => !unsafe.test(name)),
);

/** POST /api/me/passkeys: 201 with the Passkey. 401 `passkey_refused`, 409 `too_many_passkeys`. */
export const newPasskeySchema = z.strictObject({ challenge: z.uuid(), credential: registrationSchema });
/** A passkey that is added. */
export type NewPasskey = z.infer<typeof newPasskeySchema>;

/** PATCH /api/me/passkeys/{id}: 204, or 404 for an id that is none of mine. DELETE removes it: 204, 404. */
export const passkeyPatchSchema = z.strictObject({ name: passkeyNameSchema });

/** A passkey of mine. */
export const passkeySchema = z.object({
  id: passkeyIdSchema,
  name: z.string(),
  /** It is synchronised by its maker (iCloud, Google, a password manager), and so not lost with one device. */
  synced: z.boolean(),
  createdAt: z.iso.datetime(),
  /** null: not yet. */
  lastUsedAt: z.nullable(z.iso.datetime()),
});
/** A passkey of mine. */
export type Passkey = z.infer<typeof passkeySchema>;

/** GET /api/me/passkeys: the oldest first. `otherWay`: I could still sign in without any of them. */
export const passkeysResponseSchema = z.object({ passkeys: z.array(passkeySchema), otherWay: z.boolean() });
/** My passkeys. */
export type PasskeysResponse = z.infer<typeof passkeysResponseSchema>;

/*
 * POST /api/passkeys/sign-in, with a PasskeyUse: 204, and this device is signed in. 401 `passkey_unknown` for a passkey that
 * is not (or no more) one of anybody's, `passkey_refused` for one that does not answer the challenge; 403 `suspended`.
 */
