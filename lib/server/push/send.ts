import "server-only";
import type { PushMessage } from "@/lib/contracts";
import { env } from "@/lib/env";
import { defaultLocale, isLocale, type Locale } from "@/lib/i18n/locales";
import { NoAnswer } from "@/lib/rest/bounded-request";
import { postOutside } from "@/lib/rest/outside-post";
import { logError } from "../log";
import { wayTo } from "./endpoint-rule";
import { forgetDead, type PushTarget, pushTargets } from "./subscriptions";

/** How a push service is to treat a message (RFC 8030). */
export interface PushOptions {
  /** How long (s) the push service keeps the message for a device that is not reached at once. */
  readonly ttlSeconds: number;
  /** `high`: also for a device that saves power. */
  readonly urgency: "high" | "normal";
  /** A message that waits at the push service gives way to a later one with the same topic: 32 characters of base64url at most. */
  readonly topic?: string;
}

/** How long (ms) a push service may take for its answer. A call waits for nobody longer than 12 s. */
const limitMs = 5_000;
/** Answers of push services are empty or a line of text. Nothing of them is used but the status. */
const bodyLimit = 4 * 1024;

/**
 * Sends a message to every device on which this person wants to be rung while the app is closed, in the language of each.
 * Resolves to how many push services took it. Never rejects: what fails is logged, without the endpoint or a key.
 */
export async function pushTo(
  personId: string,
  message: (locale: Locale) => PushMessage,
  options: PushOptions,
): Promise<number> {
  try {
    if (!env().vapid) return 0;
    const targets = await pushTargets(personId);
    const sent = await Promise.all(
      targets.map(async (target) => ({ target, what: await send(target, message, options) })),
    );
    const dead = sent.flatMap(({ target, what }) => (what === "dead" ? [target] : []));
    await forgetDead(personId, dead);
    return sent.filter(({ what }) => what === "taken").length;
  } catch (error) {
    logError("push", error);
    return 0;
  }
}

/** What came of a message. `dead`: the push service does not know the subscription any more. */
type Sent = "taken" | "dead" | "failed";

async function send(
  target: PushTarget,
  message: (locale: Locale) => PushMessage,
  options: PushOptions,
): Promise<Sent> {
  try {
    // The rule may have changed since the endpoint was stored.
    const way = wayTo(target.endpoint);
    if (way === null) return "failed";
    const locale = isLocale(target.locale) ? target.locale : defaultLocale;
    const { headers, body } = await encrypt(target, JSON.stringify(message(locale)), options);
    const status = await postOutside(new URL(target.endpoint), {
      headers,
      body,
      limitMs,
      bodyLimit,
      isInsideAllowed: way === "inside",
    });
    return judge(status);
  } catch (error) {
    // Of other errors not even the message is logged: it may hold a key.
    const reason = error instanceof NoAnswer ? error.message : "the message could not be made";
    logError("push", new Error(`a push service was not reached: ${reason}`));
    return "failed";
  }
}

/** By the status of the answer (RFC 8030, 5 and 7.3). */
function judge(status: number): Sent {
  if (status >= 200 && status < 300) return "taken";
  if (status === 404 || status === 410) return "dead";
  logError("push", new Error(`a push service answered ${status}`));
  return "failed";
}

/** Encrypts a message for one browser (RFC 8291) and signs the request (RFC 8292). */
async function encrypt(target: PushTarget, text: string, { ttlSeconds, urgency, topic }: PushOptions) {
  const { vapid } = env();
  if (!vapid) throw new Error("there are no keys of VAPID");
  // Loaded here only: every webhook of a call imports this file, and few calls push.
  const { generateRequestDetails } = (await import("web-push")).default;
  const { endpoint, p256dh, auth } = target;
  const { headers, body } = generateRequestDetails({ endpoint, keys: { p256dh, auth } }, text, {
    vapidDetails: vapid,
    contentEncoding: "aes128gcm",
    TTL: ttlSeconds,
    urgency,
    ...(topic === undefined ? {} : { topic }),
  });
  const named = Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)]);
  return { headers: Object.fromEntries(named), body };
}
