import "server-only";
import { AsyncLocalStorage } from "node:async_hooks";
import { createHmac } from "node:crypto";
import { env } from "@/lib/env";
import { describeError, maskDetails, maskText } from "./log-mask";

/** What an operator wants to hear of because it may be an attack, or what came of one. */
export type SecurityEvent =
  | "account_deleted"
  | "account_deletion_failed"
  | "account_suspended"
  | "bad_signature"
  | "call_refused"
  | "confirmation_failed"
  | "foreign_origin"
  | "passkey_added"
  | "passkey_refused"
  | "passkey_removed"
  | "password_change_failed"
  | "password_changed"
  | "password_recovered"
  | "rate_limited"
  | "recovery_codes_made"
  | "recovery_failed"
  | "session_ended"
  | "sessions_ended"
  | "sign_in_failed"
  | "sign_up"
  | "signed_in"
  | "token_refused";

/** What people do themselves. All other events are refusals. */
const usual: readonly SecurityEvent[] = [
  "account_deleted",
  "passkey_added",
  "passkey_removed",
  "password_changed",
  "password_recovered",
  "recovery_codes_made",
  "session_ended",
  "sessions_ended",
  "sign_up",
  "signed_in",
];

/** The request in which something is logged. */
export interface LoggedRequest {
  readonly method: string;
  /** Without its query. */
  readonly path: string;
  /** As limits count it: an IPv4 address or a /64. */
  readonly address: string;
}

const requests = new AsyncLocalStorage<LoggedRequest>();

/** Runs the handling of a request, so that what it logs names the request. */
export function withLoggedRequest<T>(request: LoggedRequest, handling: () => T): T {
  return requests.run(request, handling);
}

/**
 * The one log: a line of JSON for each event, on standard output. Nothing secret gets into it: texts and details are
 * masked (`log-mask.ts`), whoever calls.
 *
 * Written at once: a process that is killed or frozen must not take its last lines with it. And by hand: masked details
 * are plain values, and a library for this adds a twentieth to the start of a function on Vercel.
 */
function write(level: "info" | "warn" | "error", event: string, details: object, message?: string): void {
  const time = new Date().toISOString();
  const masked = maskDetails({ ...requests.getStore(), ...details });
  process.stdout.write(
    `${JSON.stringify({ level, time, event, ...masked, message: maskText(message ?? "") })}\n`,
  );
}

/** Logs an error and its causes, for the operator of the server. `where` says what failed. */
export function logError(where: string, error: unknown): void {
  const { message, stack, ...more } = describeError(error);
  write("error", "error", { ...more, stack }, `${where}: ${message}`);
}

/**
 * Logs something that concerns security. Of people only the opaque id may be in `details`, or a {@link pseudonym}; an
 * address only as limits count it.
 */
export function logSecurity(event: SecurityEvent, details: Record<string, unknown> = {}): void {
  write(usual.includes(event) ? "info" : "warn", event, { security: true, ...details });
}

/** Logs a line of text that somebody else wrote, such as a library to the console. */
export function logText(level: "info" | "warn" | "error", text: string): void {
  write(level, "console", {}, text);
}

/**
 * A short text that stands for what somebody typed as a username. The same name gives the same text, so attempts on
 * one account can be counted, but it is not to be read back: people type their password into the wrong field.
 */
export function pseudonym(text: string): string {
  return createHmac("sha256", env().NEXTAUTH_SECRET).update(text).digest("hex").slice(0, 12);
}
