import type { SignalError } from "./protocol";

/** The errors the gateway sends outside of a `hangup`. The codes are the SDK's own (its `errors/generated.ts`). */
const MESSAGES = {
  31001: "Application not found",
  31002: "Connection declined",
  31100: "Malformed request",
  31105: "Invalid client name",
  31201: "Authentication failed",
  31204: "Access token is invalid",
  31205: "Access token has expired",
  31206: "Rate exceeded authorized limit",
  31207: "JWT token expiration too long",
  31210: "Call Message Event Type is invalid",
  31212: "Call Message Event Payload size exceeded authorized limit",
  31404: "Not found",
} as const;

/** A code that the gateway sends. */
export type SignalErrorCode = keyof typeof MESSAGES;

/** The error of a code, for a message to the SDK. */
export function signalError(code: SignalErrorCode): SignalError {
  return { code, message: MESSAGES[code] };
}
