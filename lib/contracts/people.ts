import { z } from "zod";
import { displayNameSchema } from "./display-name";

/** A username, by which people are called. Lower case, so that two usernames never differ by case alone. */
export const usernameSchema = z.string().regex(/^[a-z0-9_]{3,32}$/);

/** A new password: 8 to 200 characters. argon2id reads all of it. */
const newPasswordSchema = z.string().min(8).max(200);

/** PUT /api/me/password: 204, and every other session of mine ends; 401 `wrong_password` if `current` is wrong. */
export const passwordChangeSchema = z
  .object({ current: z.string().min(1).max(200), next: newPasswordSchema })
  .strict();
/** The present password and the next one. */
export type PasswordChange = z.infer<typeof passwordChangeSchema>;

/** The opaque and permanent id of a person. It is also a Twilio identity, which must match `^[A-Za-z0-9_]{1,121}$`. */
export const personIdSchema = z.string().regex(/^u_[A-Za-z0-9]{20,40}$/);

/** POST /api/people: 201 with the username; 409 `username_taken`. */
export const signUpSchema = z
  .object({
    username: usernameSchema,
    displayName: displayNameSchema,
    password: newPasswordSchema,
  })
  .strict();
/** What a new person enters on the sign-up page. */
export type SignUp = z.infer<typeof signUpSchema>;

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
});
/** A person as another one sees them. */
export type Person = z.infer<typeof personSchema>;

/** GET /api/people?q= : at most 200 people, those who are here first, then by display name. */
export const peopleResponseSchema = z.object({ people: z.array(personSchema), more: z.boolean() });
/** A list of people; `more` if it was cut. */
export type PeopleResponse = z.infer<typeof peopleResponseSchema>;

/** GET /api/people/{username} */
export const personResponseSchema = z.object({ person: personSchema });

/** Who may ring me: everybody, or only people whom I have called or allowed. */
export const callPolicySchema = z.enum(["everyone", "known"]);
/** Who may ring me. */
export type CallPolicy = z.infer<typeof callPolicySchema>;

/** GET /api/me */
export const meSchema = z.object({
  username: usernameSchema,
  displayName: z.string(),
  doNotDisturb: z.boolean(),
  callPolicy: callPolicySchema,
  anonymousByDefault: z.boolean(),
  /** Missed calls since I last opened the history. */
  missed: z.number().int().nonnegative(),
});
/** The settings of the signed-in person, with the count of missed calls. */
export type Me = z.infer<typeof meSchema>;

/** PATCH /api/me: any of these fields. The answer is the new Me. */
export const mePatchSchema = z
  .object({
    displayName: displayNameSchema,
    doNotDisturb: z.boolean(),
    callPolicy: callPolicySchema,
    anonymousByDefault: z.boolean(),
  })
  .partial()
  .strict();
/** The settings to change; the others stay. */
export type MePatch = z.infer<typeof mePatchSchema>;

/** Somebody who may ring me even if I let only known people ring. */
const allowedPersonSchema = personSchema.pick({ username: true, displayName: true });
/** A person who may ring me under the "known" policy. */
export type AllowedPerson = z.infer<typeof allowedPersonSchema>;

/** GET /api/allows. PUT and DELETE /api/people/{username}/allow change the list. */
export const allowsResponseSchema = z.object({ people: z.array(allowedPersonSchema) });

/** A blocked person. For the caller of an anonymous call `username` and `displayName` are null. */
export const blockSchema = z.object({
  id: z.string(),
  username: z.string().nullable(),
  displayName: z.string().nullable(),
  createdAt: z.iso.datetime(),
});
/** A person whom I blocked. */
export type Block = z.infer<typeof blockSchema>;

/** GET /api/blocks */
export const blocksResponseSchema = z.object({ blocks: z.array(blockSchema) });

/** POST /api/blocks: by name, or by the ref of a call that the person made to me. 201 with the Block. */
export const blockRequestSchema = z.union([
  z.object({ username: usernameSchema }).strict(),
  z.object({ ref: z.uuid() }).strict(),
]);
