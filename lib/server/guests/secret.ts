import "server-only";
import { createHash, randomBytes } from "node:crypto";
import { guestSecretSchema } from "@/lib/contracts";
import { AppError } from "@/lib/errors";

/** A new secret for the address of a link: 24 random bytes, so that nobody finds one by trying. */
export function newSecret(): string {
  return randomBytes(24).toString("base64url");
}

/** How a secret, or the key of a visit, is stored. Both are random, so one round of SHA-256 is enough. */
export function hashOf(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}

/** The secret in a path. Throws `guest_link_unknown` for text that cannot be one. */
export function readSecret(text: string): string {
  const parsed = guestSecretSchema.safeParse(text);
  if (!parsed.success) throw new AppError("guest_link_unknown");
  return parsed.data;
}
