import * as z from "zod/mini";
import { newPasswordSchema } from "./account";

/** How many recovery codes are made at a time. */
export const recoveryCodeCount = 10;

/** Of these many codes or fewer a person should hear that they are running out. */
export const fewRecoveryCodes = 3;

/** GET /api/me/recovery-codes: how many of my codes are unused; null: none were ever made. */
export const recoveryCodesLeftSchema = z.object({ left: z.nullable(z.int().check(z.nonnegative())) });

/**
 * POST /api/me/recovery-codes, with a Proof: 201 with ten new codes, the only time that they are shown. The earlier ones no
 * longer work. 401 `wrong_password` or `passkey_refused`, 403 `confirmation_needed`.
 */
export const recoveryCodesSchema = z.object({ recoveryCodes: z.array(z.string()) });

/**
 * The answer of POST /api/people, with the first ten codes. An earlier version of the server sends none: the account is
 * there all the same.
 */
export const newPersonSchema = z.object({ recoveryCodes: z.catch(z.array(z.string()), []) });

/**
 * POST /api/recovery: 204, and this device is signed in with the new password, the others are signed out. 401
 * `wrong_recovery_code` if there is no such person, or no such code of theirs, or it has been used; 400
 * `weak_password`; 403 `suspended`; 429 `rate_limited`.
 */
export const recoverySchema = z.strictObject({
  username: z.string().check(z.maxLength(64)),
  code: z.string().check(z.minLength(1), z.maxLength(64)),
  password: newPasswordSchema,
});
/** What somebody enters who has forgotten their password. */
export type Recovery = z.infer<typeof recoverySchema>;
