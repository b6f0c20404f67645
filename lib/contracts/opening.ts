import * as z from "zod/mini";
import { usernameSchema } from "./people";
import { tokenResponseSchema } from "./voice";

/** What a page brings along for its phone, so that the phone can start before the rest of the page runs. */
export const openingSchema = z.object({
  /** For whom the page was made. */
  username: usernameSchema,
  /** The first access token, made with the page. null: the phone asks for one. */
  token: z.nullable(tokenResponseSchema),
  /** What the page says when the phone is ready, in the page's language. */
  ready: z.string(),
});
/** What a page brings along for its phone. */
export type Opening = z.infer<typeof openingSchema>;
