import * as z from "zod/mini";
import { displayNameSchema } from "./display-name";
import { callPolicySchema, usernameSchema } from "./people";
import { isReservedUsername } from "./reserved";

/** A username to be given to somebody. The code of a refusal is `name_reserved`. */
export const newUsernameSchema = usernameSchema.check(
  z.refine((username) => !isReservedUsername(username), { params: { code: "name_reserved" } }),
);

/**
 * A new password: 8 to 200 characters of any kind, but no half characters, which argon2id would all read as the same.
 * It reads all of the others. The server also refuses what is easy to guess.
 */
export const newPasswordSchema = z.string().check(
  z.maxLength(200),
  z.refine((text) => [...text].length >= 8),
  z.refine((text) => !/\p{Cs}/u.test(text)),
);

/** A change of the password by somebody who knows the present one. */
export const passwordChangeSchema = z.strictObject({
  current: z.string().check(z.minLength(1), z.maxLength(200)),
  next: newPasswordSchema,
});
/** The present password and the next one. */
export type PasswordChange = z.infer<typeof passwordChangeSchema>;

/**
 * POST /api/people: 201 with the username and recovery codes (`newPersonSchema`); 409 `username_taken` or `username_similar`; 400 `weak_password`,
 * `name_reserved` and others; 403 `sign_up_closed`, or `invitation_needed` if the code is missing, used up, expired or
 * wrong.
 */
export const signUpSchema = z.strictObject({
  username: newUsernameSchema,
  displayName: displayNameSchema,
  password: newPasswordSchema,
  /** The code of an invitation, where one is needed. */
  invitation: z.optional(z.string().check(z.maxLength(64))),
});
/** What a new person enters on the sign-up page. */
export type SignUp = z.infer<typeof signUpSchema>;

/** PATCH /api/me: any of these fields. The answer is the new Me. */
export const mePatchSchema = z.partial(
  z.strictObject({
    displayName: displayNameSchema,
    doNotDisturb: z.boolean(),
    callPolicy: callPolicySchema,
    anonymousByDefault: z.boolean(),
    acceptsAnonymous: z.boolean(),
  }),
);
/** The settings to change; the others stay. */
export type MePatch = z.infer<typeof mePatchSchema>;
