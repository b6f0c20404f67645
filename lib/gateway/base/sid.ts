import { randomBytes } from "node:crypto";

/** A CallSid in Twilio's form: `CA` and 32 hexadecimal digits. */
export function newCallSid(): string {
  return `CA${randomBytes(16).toString("hex")}`;
}

/** An unguessable token in URL-safe Base64. The default of 18 bytes carries 144 bits. */
export function newSecret(bytes = 18): string {
  return randomBytes(bytes).toString("base64url");
}
