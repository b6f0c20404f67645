import { createHash, timingSafeEqual } from "node:crypto";
import type { Account } from "../account/account";

/** By what a request has identified itself. */
export type Credentials = "auth token" | "API key";

/**
 * Basic authentication by the account's SID and auth token, or by the SID and secret of a live API key; undefined when it is neither
 * (https://www.twilio.com/docs/usage/requests-to-twilio).
 */
export function authenticate(account: Account, header: string | undefined): Credentials | undefined {
  const encoded = /^Basic +([A-Za-z0-9+/]+=*) *$/i.exec(header ?? "")?.[1] ?? "";
  const [name = "", ...rest] = Buffer.from(encoded, "base64").toString().split(":");
  const password = rest.join(":");
  if (name === account.sid) return isSame(password, account.authToken) ? "auth token" : undefined;
  const key = account.keys.get(name);
  return key && isSame(password, key.secret) ? "API key" : undefined;
}

/** Compares secrets in a time that tells nothing about them. */
function isSame(given: string, secret: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(given), digest(secret));
}
