import { createHash } from "node:crypto";
import { voiceNames } from "@/lib/settings/voice-names";

/**
 * The values that may be written: Twilio's five, the secret of the app's sessions, the keys with which push services know
 * the installation, the app's address, and the region of the account with its edge, without which the app would look for
 * the key elsewhere.
 */
export const writtenNames = [
  ...voiceNames,
  "NEXTAUTH_SECRET",
  "VAPID_PUBLIC_KEY",
  "VAPID_PRIVATE_KEY",
  "APP_URL",
  "TWILIO_REGION",
  "TWILIO_EDGE",
] as const;

export type WrittenName = (typeof writtenNames)[number];

/** Values by their names. One that is missing is not set, or is not to be written. */
export type Values = Readonly<Partial<Record<WrittenName, string>>>;

/** The values that nobody may read in an output or a log. */
export const secretNames: ReadonlySet<WrittenName> = new Set([
  "TWILIO_AUTH_TOKEN",
  "TWILIO_API_SECRET",
  "NEXTAUTH_SECRET",
  "VAPID_PRIVATE_KEY",
]);

const prefix = "Browser Phone ";
/** In characters. */
const longestName = 64;

/**
 * The name at Twilio of the API key and the TwiML app of one installation, such as `Browser Phone phone.example.com`.
 * Twilio takes 64 characters: https://www.twilio.com/docs/iam/api-keys/key-resource-v2010
 *
 * @param host of APP_URL, with its port if it has one
 */
export function friendlyName(host: string): string {
  const name = `${prefix}${host}`;
  if (name.length <= longestName) return name;
  // Two long hosts that begin alike must not take each other's app.
  const digest = createHash("sha256").update(host).digest("hex").slice(0, 12);
  return `${name.slice(0, longestName - digest.length - 1)}~${digest}`;
}

/** Whether a name is one that {@link friendlyName} gives, for any host. Then this project made what bears it. */
export function isOurName(name: string): boolean {
  return new RegExp(`^${prefix}[^\\s/]+$`).test(name);
}
