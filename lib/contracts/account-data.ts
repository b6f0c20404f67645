import * as z from "zod/mini";

// Not in index.ts: no page reads it when it opens, and what the index has is in the first load of every page.

/**
 * DELETE /api/me, 204: my account is deleted, with a proof that I mean it: my password, or my username if I have no
 * password. 401 `wrong_password` if it is not mine.
 */
export const accountDeletionSchema = z.union([
  z.strictObject({ password: z.string().check(z.minLength(1), z.maxLength(200)) }),
  z.strictObject({ username: z.string().check(z.minLength(1), z.maxLength(64)) }),
]);
/** What proves that a person means to delete their account. */
export type AccountDeletion = z.infer<typeof accountDeletionSchema>;
