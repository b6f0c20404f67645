import * as z from "zod/mini";

/*
 * The answers about passkeys, which pages read. What pages send is in passkey-requests.ts: only the server checks that, so no
 * page loads it.
 */

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
  options: z.unknown(),
});
/** What a browser is to be asked for. */
export type PasskeyQuestion = z.infer<typeof passkeyQuestionSchema>;

/** A passkey of mine. */
export const passkeySchema = z.object({
  id: z.string(),
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
