import "server-only";
import { createHash } from "node:crypto";
import type { CookiesOptions } from "next-auth";
import { env } from "@/lib/env";
import { cookieName, cookieOptions, pageOrigin } from "@/lib/page-origin";
import { cookieValues } from "../http/cookies";
import { destinationOf } from "./destination";
import { findSessionCookie, openCookie } from "./session-cookie";

/** How long (s) a sign-in with GitHub or Google may take. */
const providerSeconds = 15 * 60;

/** Our own names for next-auth's cookies. By default every project with next-auth on one host uses the same names. */
export function authCookies(origin: string) {
  const cookie = (purpose: string, more: object = {}) => ({
    name: cookieName(purpose, origin),
    options: { ...cookieOptions(origin), ...more },
  });
  return {
    sessionToken: cookie("session"),
    csrfToken: cookie("csrf"),
    callbackUrl: cookie("callback"),
    pkceCodeVerifier: cookie("pkce", { maxAge: providerSeconds }),
    state: cookie("state", { maxAge: providerSeconds }),
    nonce: cookie("nonce", { maxAge: providerSeconds }),
  } satisfies CookiesOptions;
}

/**
 * The cookies of a request that next-auth may see, by name. A cookie that is not in the form of its kind is left out,
 * as if it had not been sent: next-auth fails on some of them, and then nobody could sign in or out.
 */
export async function readAuthCookies(headers: Headers): Promise<Record<string, string>> {
  const origin = pageOrigin(headers);
  const { sessionToken, csrfToken, callbackUrl, ...encrypted } = authCookies(origin);
  const valid = new Map<string, string | undefined>([
    [sessionToken.name, (await findSessionCookie(headers))?.value],
    [csrfToken.name, cookieValues(headers, csrfToken.name).find(isCsrfCookie)],
    [callbackUrl.name, cookieValues(headers, callbackUrl.name).find((url) => isDestination(url, origin))],
  ]);
  for (const { name } of Object.values(encrypted)) {
    valid.set(name, await findOpening(cookieValues(headers, name), name));
  }
  return Object.fromEntries([...valid].filter((one): one is [string, string] => one[1] !== undefined));
}

/** The first of these values that next-auth has encrypted for the cookie `name`. */
async function findOpening(values: string[], name: string): Promise<string | undefined> {
  for (const value of values) if (await openCookie(value, name)) return value;
  return undefined;
}

/** Whether next-auth has made this value: a token, and its hash with our secret. */
function isCsrfCookie(value: string): boolean {
  const [token, hash, ...more] = value.split("|");
  const expected = createHash("sha256").update(`${token}${env().NEXTAUTH_SECRET}`).digest("hex");
  return hash === expected && more.length === 0;
}

function isDestination(url: string, origin: string): boolean {
  return destinationOf(url, origin) === url;
}
