import "server-only";
import { usernameSchema } from "@/lib/contracts";
import { AppError } from "@/lib/errors";

/** A username from a URL. What cannot be one names nobody: throws `not_found`. */
export function parseUsername(text: string): string {
  const username = usernameSchema.safeParse(text);
  if (!username.success) throw new AppError("not_found");
  return username.data;
}

/** Without a letter it could be a phone number, and those are never called. */
export function looksLikeNumber(username: string): boolean {
  return !/[a-z]/.test(username);
}
