import * as z from "zod/mini";
import { newPasswordSchema, passwordChangeSchema } from "./account";

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

/**
 * A passkey that is used: the answer to the challenge with the id `challenge`, which is answered once.
 *
 * POST /api/passkeys/sign-in: 204, and this device is signed in. 401 `passkey_unknown` for a passkey that is not (or no more)
 * one of anybody's, `passkey_refused` for one that does not answer the challenge; 403 `suspended`.
 */
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

/** A new password of somebody who has forgotten the present one, or has none, and shows a passkey instead. */
const passwordByPasskeySchema = z.strictObject({ passkey: passkeyUseSchema, next: newPasswordSchema });

/**
 * PUT /api/me/password: 204, and every other session of mine ends; 401 `wrong_password` if `current` is wrong, or
 * `passkey_refused`; 400 `weak_password`.
 */
export const passwordPutSchema = z.union([passwordChangeSchema, passwordByPasskeySchema]);
/** The next password, with the present one or a passkey. */
export type PasswordPut = z.infer<typeof passwordPutSchema>;
