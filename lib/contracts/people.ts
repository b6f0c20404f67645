import * as z from "zod/mini";

/** A username, by which people are called. Lower case, so that two usernames never differ by case alone. */
export const usernameSchema = z.string().check(z.regex(/^[a-z0-9_]{3,32}$/));

/** Whether a person can be called, as others see it: `away` has no live tab; `dnd` asks not to be disturbed. */
export const presenceStates = ["away", "here", "in_call", "dnd"] as const;
const presenceStateSchema = z.enum(presenceStates);
/** Whether a person can be called, as others see it. */
export type PresenceState = z.infer<typeof presenceStateSchema>;

/** A person as another one ("I") sees them. The opaque id is never included. */
const personSchema = z.object({
  username: usernameSchema,
  displayName: z.string(),
  presence: presenceStateSchema,
  /** I have blocked this person. (Whether somebody blocked me is never shown.) */
  blocked: z.boolean(),
  /** I have allowed this person to ring me under the "known" policy. */
  allowed: z.boolean(),
  /** This person is one of my favourites, who come first in each list. */
  favourite: z.catch(z.boolean(), false),
  /** I am to be told when this person is here again. */
  watched: z.catch(z.boolean(), false),
});
/** A person as another one sees them. */
export type Person = z.infer<typeof personSchema>;

/** The most favourites that one person may have. */
export const mostFavourites = 100;

/** The most people whom one person may wait for, and for how long (s) each. */
export const mostBackWatches = 50;
export const backWatchSeconds = 7 * 24 * 60 * 60;

/** GET /api/people?q= : at most 200 people: my favourites, then those who are here, each by display name. */
export const peopleResponseSchema = z.object({ people: z.array(personSchema), more: z.boolean() });
/** A list of people; `more` if it was cut. */
export type PeopleResponse = z.infer<typeof peopleResponseSchema>;

/**
 * GET /api/people/{username}
 *
 * PUT and DELETE /api/people/{username}/favourite, 204: this person is one of my favourites, or is none any more.
 * PUT and DELETE /api/people/{username}/watch, 204: I am to be told once when this person is here again (`back` in
 * `changeSchema`, or a push message), or not any more. Each PUT: 409 `list_full` if I have as many as I may have.
 */
export const personResponseSchema = z.object({ person: personSchema });

/** Who may ring me: everybody, or only people whom I have called or allowed. */
export const callPolicySchema = z.enum(["everyone", "known"]);
/** Who may ring me. */
export type CallPolicy = z.infer<typeof callPolicySchema>;

/** Whether calls can be made here at all. */
export const callingStates = ["on", "paused"] as const;
const callingSchema = z.enum(callingStates);
/** Whether calls can be made here at all. */
export type Calling = z.infer<typeof callingSchema>;

/** Who may make an account: everybody, people with an invitation code, or nobody. */
export const signUpModes = ["open", "invitation", "closed"] as const;
/** Who may make an account. */
export type SignUpMode = (typeof signUpModes)[number];

/** GET /api/me */
export const meSchema = z.object({
  username: usernameSchema,
  displayName: z.string(),
  doNotDisturb: z.boolean(),
  callPolicy: callPolicySchema,
  anonymousByDefault: z.boolean(),
  /** Whether anybody can call at present; the operator may have paused it. */
  calling: z.catch(callingSchema, "on"),
  /** Anonymous calls ring. Blocking somebody by name switches it off, because the blocked person could call so. */
  acceptsAnonymous: z.boolean(),
  /**
   * Missed calls since I last opened the history: 100 means 100 or more. One in which a message was left is not counted here,
   * since the message is counted in `unheard`: the sum of both counts each call once.
   */
  missed: z.int().check(z.nonnegative()),
  /** Messages that I have not heard: 100 means 100 or more. An older server does not say it. */
  unheard: z.catch(z.int().check(z.nonnegative()), 0),
});
/** The settings of the signed-in person, with the counts of missed calls and unheard messages. */
export type Me = z.infer<typeof meSchema>;

/** Somebody who may ring me even if I let only known people ring. */
const allowedPersonSchema = z.pick(personSchema, { username: true, displayName: true });
/** A person who may ring me under the "known" policy. */
export type AllowedPerson = z.infer<typeof allowedPersonSchema>;

/** GET /api/allows. PUT and DELETE /api/people/{username}/allow change the list. */
export const allowsResponseSchema = z.object({ people: z.array(allowedPersonSchema) });

/** A blocked person. For the caller of an anonymous call `username` and `displayName` are null. */
export const blockSchema = z.object({
  id: z.string(),
  username: z.nullable(z.string()),
  displayName: z.nullable(z.string()),
  createdAt: z.iso.datetime(),
});
/** A person whom I blocked. */
export type Block = z.infer<typeof blockSchema>;

/** GET /api/blocks */
export const blocksResponseSchema = z.object({ blocks: z.array(blockSchema) });

/** POST /api/blocks: by name, or by the ref of a call that the person made to me. 201 with the Block. */
export const blockRequestSchema = z.union([
  z.strictObject({ username: usernameSchema }),
  z.strictObject({ ref: z.uuid() }),
]);
