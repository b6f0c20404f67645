import { z } from "zod";

/** Every error code of the API. They are stable, since the browser has a text for each (`errors.<code>`). */
export const errorCodes = [
  "bad_request",
  "bad_signature",
  "unauthenticated",
  "forbidden",
  "not_found",
  "other_person",
  "username_taken",
  "wrong_password",
  "rate_limited",
  "payload_too_large",
  "unavailable",
  "internal",
] as const;

const errorCodeSchema = z.enum(errorCodes);
/** A stable error code of the API. */
export type ErrorCode = z.infer<typeof errorCodeSchema>;

/** The body of every answer of the API that is not 2xx. `message` is for developers, in English, without internals. */
export const apiErrorSchema = z.object({
  error: z.object({ code: errorCodeSchema, message: z.string() }),
});
/** The body of an answer that is not 2xx. */
export type ApiError = z.infer<typeof apiErrorSchema>;
