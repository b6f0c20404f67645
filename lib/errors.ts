import type { ApiError, ErrorCode } from "./contracts/errors";

const answers: Record<ErrorCode, { status: number; message: string }> = {
  bad_request: { status: 400, message: "The request is not in the expected form." },
  bad_signature: { status: 403, message: "The request is not signed by the voice network." },
  unauthenticated: { status: 401, message: "Sign in first." },
  forbidden: { status: 403, message: "That is not allowed." },
  not_found: { status: 404, message: "There is nothing here for you." },
  other_person: { status: 409, message: "Somebody else is signed in here now." },
  username_taken: { status: 409, message: "That username is taken." },
  username_similar: { status: 409, message: "That username looks too much like one that is taken." },
  name_reserved: { status: 400, message: "That name is reserved." },
  name_misleading: { status: 400, message: "That name could be taken for another person's." },
  wrong_password: { status: 401, message: "The username or password is wrong." },
  weak_password: { status: 400, message: "That password is too easy to guess." },
  wrong_recovery_code: {
    status: 401,
    message: "The username or the recovery code is wrong, or it was used.",
  },
  passkey_unknown: {
    status: 401,
    message: "That passkey belongs to no account here. It may have been removed.",
  },
  passkey_refused: { status: 401, message: "The passkey could not be checked. Try again." },
  too_many_passkeys: { status: 409, message: "An account has as many passkeys as it may have." },
  confirmation_needed: { status: 403, message: "Sign in again first: the last time is too long ago." },
  suspended: { status: 403, message: "The operator has suspended this account." },
  sign_up_closed: { status: 403, message: "New accounts are not taken here." },
  invitation_needed: { status: 403, message: "A new account needs a valid invitation code." },
  rate_limited: { status: 429, message: "Too many attempts. Wait a little." },
  push_service_unknown: { status: 400, message: "That address is not one of a known push service." },
  too_many_devices: { status: 409, message: "As many devices are rung already as one person may have." },
  list_full: { status: 409, message: "That list has as many people as it may have." },
  too_many_links: { status: 409, message: "There are as many guest links as one person may have." },
  guest_link_unknown: { status: 404, message: "There is no such link." },
  guest_link_withdrawn: { status: 410, message: "That link was withdrawn." },
  guest_link_expired: { status: 410, message: "That link has expired." },
  guest_link_used: { status: 410, message: "That link was for one call, which has been made." },
  bad_greeting: { status: 400, message: "That recording cannot be used as a greeting." },
  payload_too_large: { status: 413, message: "The request is too large." },
  method_not_allowed: { status: 405, message: "That method is not supported here." },
  unavailable: { status: 503, message: "A part of the service is not answering. Try again soon." },
  not_configured: { status: 503, message: "This installation is not set up completely." },
  internal: { status: 500, message: "Something went wrong on our side." },
};

/** An error with a stable code. Only the code, its status and its message leave the server. `cause` is logged. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly status: number;
  /** Seconds until the same request may succeed; sent as `Retry-After`. */
  readonly retryAfterSeconds: number | undefined;

  constructor(
    code: ErrorCode,
    options: { cause?: unknown; message?: string; retryAfterSeconds?: number } = {},
  ) {
    super(options.message ?? answers[code].message, { cause: options.cause });
    this.name = "AppError";
    this.code = code;
    this.status = answers[code].status;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }

  /** The body of the answer. */
  toBody(): ApiError {
    return { error: { code: this.code, message: this.message } };
  }
}
