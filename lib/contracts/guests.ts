import * as z from "zod/mini";
import { shownCallSchema } from "./calls";
import { displayNameSchema } from "./display-name";
import type { ErrorCode } from "./errors";

/** The most links that one person may have which still work. */
export const mostGuestLinks = 20;
/** For how many days a link may work. */
export const guestLinkDays = [1, 7, 30] as const;
/** How long (characters) the note on a link may be. */
export const guestLabelLength = 60;

/** `used`: it was for one call, which has been answered. */
export const guestLinkStates = ["open", "used", "expired"] as const;
/** Whether a guest link still works. */
export type GuestLinkState = (typeof guestLinkStates)[number];

/** The error codes that say why a link does not work. */
export const guestLinkProblems = [
  "guest_link_unknown",
  "guest_link_withdrawn",
  "guest_link_expired",
  "guest_link_used",
] as const satisfies readonly ErrorCode[];
/** Why a link does not work. */
export type GuestLinkProblem = (typeof guestLinkProblems)[number];

/** A link of mine by which somebody without an account can call me. Its secret is not in here: nobody knows it any more. */
export const guestLinkSchema = z.object({
  id: z.uuid(),
  /** For whom it is, in my words; empty: not said. */
  label: z.string(),
  /** It is for one call that is answered; else for any number until `expiresAt`. */
  once: z.boolean(),
  state: z.enum(guestLinkStates),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  /** How many calls were made by it, without those that were refused before they could ring. */
  calls: z.int().check(z.nonnegative()),
  lastCallAt: z.nullable(z.iso.datetime()),
});
/** A link of mine by which somebody without an account can call me. */
export type GuestLink = z.infer<typeof guestLinkSchema>;

/**
 * GET /api/guest-links: my links, the newest first, without those that I have withdrawn. DELETE /api/guest-links/{id}, 204: it
 * is withdrawn, and what is under way by it ends; 404 for a link of somebody else.
 */
export const guestLinksResponseSchema = z.object({ links: z.array(guestLinkSchema) });
/** My guest links. */
export type GuestLinksResponse = z.infer<typeof guestLinksResponseSchema>;

/** POST /api/guest-links, 201 with {@link newGuestLinkSchema}; 409 `too_many_links`. */
export const guestLinkRequestSchema = z.strictObject({
  label: z.string().check(z.trim(), z.maxLength(guestLabelLength), z.regex(/^[^\p{Cc}\p{Zl}\p{Zp}]*$/u)),
  once: z.boolean(),
  days: z.literal([...guestLinkDays]),
});
/** How a new guest link is to be. */
export type GuestLinkRequest = z.infer<typeof guestLinkRequestSchema>;

/** The link, and its address, which is shown this one time. */
export const newGuestLinkSchema = z.object({ link: guestLinkSchema, url: z.url() });
/** A new guest link with its address. */
export type NewGuestLink = z.infer<typeof newGuestLinkSchema>;

/** The secret in the address of a link: 24 random bytes in base64url. */
export const guestSecretSchema = z.string().check(z.regex(/^[A-Za-z0-9_-]{32}$/));

/**
 * POST /api/guest/{secret}/token, 200 with `tokenResponseSchema`: a token that calls the link's owner and nobody else, and
 * is never rung. Public: the secret is the proof. 404 `guest_link_unknown`; 410 `guest_link_withdrawn`, `guest_link_expired`
 * or `guest_link_used`; 400 `name_reserved`, `name_misleading` and others.
 */
export const guestTokenRequestSchema = z.strictObject({
  /** Random, made by the page. Later tokens for the same key have the same identity. Nobody else is to know it. */
  key: z.uuid(),
  /** What the guest calls themselves, by the rules of display names. */
  name: displayNameSchema,
});
/** What a guest's page asks a token with. */
export type GuestTokenRequest = z.infer<typeof guestTokenRequestSchema>;

/**
 * GET /api/guest/{secret}/calls/{ref}: the call as the guest who made it by this link may see it, in the form of
 * `callRecordSchema`, with `?wait=1` once its outcome is known. Its `peer` is null: the guest does not learn the username. 404
 * for any other call.
 *
 * POST /api/guest/{secret}/calls/{ref}/ended with {}, 202: the hint that the guest's side is over, as `callEndedSchema`.
 *
 * Both also answer when the link works no more, so that a guest learns how the last call went.
 */
export const guestCallSchema = shownCallSchema;
export const guestEndedSchema = z.strictObject({});
