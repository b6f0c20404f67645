import { z } from "zod";

/** Every code an API of ours can answer with. Stable: the browser translates by code (`errors.<code>`). */
export const errorCodes = [
  "bad_request",
  "bad_signature",
  "unauthenticated",
  "forbidden",
  "not_found",
  "username_taken",
  "wrong_password",
  "rate_limited",
  "payload_too_large",
  "unavailable",
  "internal",
] as const;

export const errorCodeSchema = z.enum(errorCodes);
export type ErrorCode = z.infer<typeof errorCodeSchema>;

/** The body of every API answer that is not 2xx. `message` is plain English for developers; never internals. */
export const apiErrorSchema = z.object({
  error: z.object({ code: errorCodeSchema, message: z.string() }),
});
export type ApiError = z.infer<typeof apiErrorSchema>;
