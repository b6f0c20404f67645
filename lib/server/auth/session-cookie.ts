import "server-only";
import { headers } from "next/headers";
import { decode, encode } from "next-auth/jwt";
import { env } from "@/lib/env";
import { cookieName, cookieOptions, pageOrigin } from "@/lib/page-origin";
import { cookieValues } from "../http/cookies";
import { cookieSeconds } from "./sessions";

type SentHeaders = Pick<Headers, "get">;

/** A session cookie that is ours. It proves nothing until the row with that id has been looked up. */
interface SessionCookie {
  readonly value: string;
  /** The id of a session row. */
  readonly id: unknown;
  /** The id of the person who signed in with it; absent in cookies of version 0.1. */
  readonly personId: unknown;
}

/** The names of the session cookie: the present one, and the one of version 0.1, which had no port in it. */
export function sessionCookieNames(sent: SentHeaders): { present: string; old: string } {
  const origin = pageOrigin(sent);
  const prefix = origin.startsWith("https:") ? "__Secure-" : "";
  return { present: cookieName("session", origin), old: `${prefix}browser-phone.session` };
}

/** The session cookie of a request, or null. Cookies that are not ours are passed over. */
export async function findSessionCookie(sent: SentHeaders): Promise<SessionCookie | null> {
  const { present, old } = sessionCookieNames(sent);
  for (const value of [...cookieValues(sent, present), ...cookieValues(sent, old)]) {
    const content = await openCookie(value);
    if (content?.sid) return { value, id: content.sid, personId: content.uid };
  }
  return null;
}

/** The session-row id in the cookie of the request that is being handled, or null. */
export async function sessionIdFromCookie(): Promise<unknown> {
  return (await findSessionCookie(await headers()))?.id ?? null;
}

/** The id of the person who signed in with the request's cookie, or null. Their session may have ended since. */
export async function personIdFromCookie(): Promise<unknown> {
  return (await findSessionCookie(await headers()))?.personId ?? null;
}

/** What next-auth has encrypted into a cookie, or null: expired, cut, or not ours. `salt`: as it was encrypted with. */
export async function openCookie(token: string, salt = ""): Promise<Record<string, unknown> | null> {
  try {
    return await decode({ token, salt, secret: env().NEXTAUTH_SECRET });
  } catch {
    return null;
  }
}

/**
 * The `Set-Cookie` line that signs the device of a request in, as next-auth would write it: for the ways to sign in that
 * next-auth does not know. `sid`: the id of the session's row; `uid`: of its person.
 */
export async function sessionCookieLine(
  sent: SentHeaders,
  token: { readonly sid: string; readonly uid: string },
): Promise<string> {
  const { present } = sessionCookieNames(sent);
  const { NEXTAUTH_SECRET: secret } = env();
  const value = await encode({ token: { ...token }, secret, maxAge: cookieSeconds });
  return `${present}=${value}; Path=/; Max-Age=${cookieSeconds}; HttpOnly; SameSite=Lax${secureIfHttps(sent)}`;
}

/**
 * The `Set-Cookie` line that removes the session cookie under its old name, which would count again once the present one
 * is gone; null if the request has none.
 */
export function oldCookieRemoval(sent: SentHeaders): string | null {
  const { old } = sessionCookieNames(sent);
  if (cookieValues(sent, old).length === 0) return null;
  return `${old}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax${secureIfHttps(sent)}`;
}

function secureIfHttps(sent: SentHeaders): string {
  return cookieOptions(pageOrigin(sent)).secure ? "; Secure" : "";
}
