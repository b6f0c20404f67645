import { randomBytes } from "node:crypto";

/** The first letters of a sid, by what it names. KX: a user-defined message; ZY: a subscription to such. */
export type SidPrefix = "AC" | "AP" | "CA" | "CF" | "KX" | "RE" | "SK" | "ZY";

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
