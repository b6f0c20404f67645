import "server-only";
import { AsyncLocalStorage } from "node:async_hooks";
import type { NextApiRequest, NextApiResponse } from "next";
import NextAuth, { type AuthOptions } from "next-auth";
import { setNextAuthUrl } from "@/lib/env";
import { clientAddress } from "../http/client-address";
import { deviceCookies } from "./known-device";
import { NextAuthAnswer } from "./next-auth-answer";
import { type Verified, verifyCredentials } from "./verify-credentials";

/** A request to next-auth. All of it is checked by us: next-auth reads nothing else. */
export interface NextAuthRequest {
  /** The origin of the page that asks. next-auth builds its addresses from it. */
  readonly origin: string;
  readonly method: string;
  /** The parts of the path after /api/auth. */
  readonly path: readonly string[];
  readonly query: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, string>>;
  readonly cookies: Readonly<Record<string, string>>;
  readonly headers: Headers;
}

interface NextAuthCall {
  readonly headers: Headers;
  /** The person who has just given the right password. */
  verified?: Verified;
  /** What a callback of ours threw meanwhile. */
  failure?: { readonly error: unknown };
}

const calls = new AsyncLocalStorage<NextAuthCall>();

/**
 * Lets next-auth handle a request, and throws the error that a callback of ours threw meanwhile. `personId`: who has
 * given the right password in it.
 *
 * next-auth itself hides such an error: at sign-in it answers 401 with the error's text in a URL, at sign-out success
 * although the session lives on, and when it reads a session it clears the cookie. The error may only mean that the
 * database is down.
 */
export async function callNextAuth(
  request: NextAuthRequest,
  options: AuthOptions,
): Promise<{ response: Response; personId: string | undefined }> {
  const call: NextAuthCall = { headers: request.headers };
  const answer = new NextAuthAnswer(request.origin);
  await calls.run(call, async () => {
    // next-auth takes its origin from the environment, before its first `await`: no other request comes between.
    setNextAuthUrl(request.origin);
    await NextAuth(toApiRequest(request), answer as unknown as NextApiResponse, options);
  });
  if (call.failure) throw call.failure.error;
  return { response: answer.toResponse(), personId: call.verified?.id };
}

/**
 * The request in the form of Next's older API routes. In the form of route handlers next-auth would read the cookies
 * itself, those of other projects on this host among them.
 */
function toApiRequest({ method, path, query, body, cookies, headers }: NextAuthRequest): NextApiRequest {
  const given = { ...query, nextauth: [...path] };
  return {
    method,
    query: given,
    body,
    cookies,
    headers: Object.fromEntries(headers),
  } as unknown as NextApiRequest;
}

/** The User-Agent of the request that next-auth is handling. */
export function currentUserAgent(): string | null {
  return calls.getStore()?.headers.get("user-agent") ?? null;
}

/** The hash of the password that was given in the request that next-auth is handling, or null. */
export function givenPasswordHash(): string | null {
  return calls.getStore()?.verified?.passwordHash ?? null;
}

/** Marks work of a callback: if it fails, the whole request fails (see {@link callNextAuth}). */
export async function failRequestIfFails<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const call = calls.getStore();
    if (call) call.failure = { error };
    throw error;
  }
}

/** next-auth's `authorize` for username and password: the person's id, or null if they do not match. */
export async function authorize(given: Partial<Record<"username" | "password", unknown>> | undefined) {
  const call = calls.getStore();
  if (!call) throw new Error("authorize was called outside of callNextAuth");
  const [username, password] = [given?.username, given?.password];
  if (typeof username !== "string" || typeof password !== "string") return null;
  const { headers } = call;
  const verified = await failRequestIfFails(
    verifyCredentials({ username, password }, clientAddress(headers), deviceCookies(headers)),
  );
  if (verified === null) return null;
  call.verified = verified;
  return { id: verified.id };
}
