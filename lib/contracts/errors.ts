import * as z from "zod/mini";

/** Every error code of the API. They are stable, since the browser has a text for each (`errors.<code>`). */
export const errorCodes = [
  "bad_request",
  "bad_signature",
  "unauthenticated",
  "forbidden",
  "not_found",
  "other_person",
  "username_taken",
  "username_similar",
  "name_reserved",
  "name_misleading",
  "wrong_password",
  "weak_password",
  "wrong_recovery_code",
  "passkey_unknown",
  "passkey_refused",
  "too_many_passkeys",
  "confirmation_needed",
  "suspended",
  "sign_up_closed",
  "invitation_needed",
  "rate_limited",
  "push_service_unknown",
  "too_many_devices",
  "list_full",
  "too_many_links",
  "guest_link_unknown",
  "guest_link_withdrawn",
  "guest_link_expired",
  "guest_link_used",
  "bad_greeting",
  "payload_too_large",
  "method_not_allowed",
  "unavailable",
  "not_configured",
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

/**
 * The code of a failed check, if its schema gives one (`params.code` of an issue): the first of them. null: none does, or
 * something else is wrong too. `field`: asks for that field of an object alone.
 */
export function issueCode(error: z.core.$ZodError | undefined, field?: string): ErrorCode | null {
  const issues = (error?.issues ?? []).filter(({ path }) => field === undefined || path[0] === field);
  const codes = issues.map((issue) =>
    issue.code === "custom" ? errorCodeSchema.safeParse(issue.params?.code).data : undefined,
  );
  return codes.every((code) => code !== undefined) ? (codes[0] ?? null) : null;
}
