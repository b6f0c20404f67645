import { randomBytes } from "node:crypto";

/** The first letters of a sid: an account, a call, a TwiML application, an API key. */
export type SidPrefix = "AC" | "CA" | "AP" | "SK";

/** A new sid in Twilio's form: two letters and 32 hexadecimal digits. */
export function newSid(prefix: SidPrefix): string {
  return `${prefix}${randomBytes(16).toString("hex")}`;
}

/** The secret of an API key in Twilio's form: 32 letters and digits, which carry 128 bits here. */
export function newKeySecret(): string {
  return randomBytes(16).toString("hex");
}

/** An unguessable token in URL-safe Base64. The default of 18 bytes carries 144 bits. */
export function newSecret(bytes = 18): string {
  return randomBytes(bytes).toString("base64url");
}
