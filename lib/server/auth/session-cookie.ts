import "server-only";
import { cookies } from "next/headers";
import { decode } from "next-auth/jwt";
import { env } from "@/lib/env";

/** Cookies are Secure if the app itself is served over https. */
export function secureCookies(): boolean {
  return env().APP_URL.startsWith("https:");
}

/** The session cookie's name, on which next-auth and our own reader of it must agree. */
export function sessionCookieName(): string {
  return `${secureCookies() ? "__Secure-" : ""}browser-phone.session`;
}

/** The session-row id in the request's cookie, or null. It proves nothing until the row has been looked up. */
export async function sessionIdFromCookie(): Promise<unknown> {
  return (await readCookie())?.sid ?? null;
}

/** The id of the person who signed in with the request's cookie, or null. Their session may have ended since. */
export async function personIdFromCookie(): Promise<unknown> {
  return (await readCookie())?.uid ?? null;
}

async function readCookie() {
  const token = (await cookies()).get(sessionCookieName())?.value;
  if (!token) return null;
  try {
    return await decode({ token, secret: env().NEXTAUTH_SECRET });
  } catch {
    // Expired, truncated, or encrypted with another secret.
    return null;
  }
}
