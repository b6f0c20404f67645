import "server-only";
import type { PushMessage } from "@/lib/contracts";
import type { Locale } from "@/lib/i18n/locales";

/** How a push service is to treat a message (RFC 8030). */
export interface PushOptions {
  /** How long (s) the push service keeps the message for a device that is not reached at once. */
  readonly ttlSeconds: number;
  /** `high`: also for a device that saves power. */
  readonly urgency: "high" | "normal";
  /** A message that waits at the push service gives way to a later one with the same topic: 32 characters of base64url at most. */
  readonly topic?: string;
}

/**
 * Sends a message to every device on which this person wants to be rung while the app is closed, in the language of each.
 * Resolves to how many push services took it. Never rejects.
 */
export async function pushTo(
  _personId: string,
  _message: (locale: Locale) => PushMessage,
  _options: PushOptions,
): Promise<number> {
  return 0;
}
