import * as z from "zod/mini";
import { newPersonSchema, type SignUp } from "@/lib/contracts";
import { announcePerson } from "@/lib/http/person-news";
import { keepNewCodes } from "./new-codes";
import { request, send } from "./request";

const csrfSchema = z.object({ csrfToken: z.string() });

/** next-auth's guard against forms from other sites; each POST to its routes must carry it. */
export async function csrfToken(): Promise<string> {
  return (await request("/api/auth/csrf", csrfSchema, { forAnybody: true })).csrfToken;
}

/** Starts a session. Throws RequestError `wrong_password` or `rate_limited`. */
export async function signIn(username: string, password: string): Promise<void> {
  const form = { username, password, csrfToken: await csrfToken(), json: "true" };
  await send("/api/auth/callback/credentials", { method: "POST", form });
  announcePerson(username);
}

/**
 * Creates an account, and keeps its recovery codes for the page that comes next. Throws RequestError `username_taken` or
 * `rate_limited`.
 */
export async function signUp(wanted: SignUp): Promise<void> {
  const options = { method: "POST", body: wanted } as const;
  const { recoveryCodes } = await request("/api/people", newPersonSchema, options);
  if (recoveryCodes.length > 0) keepNewCodes(wanted.username, recoveryCodes);
}

/** Ends the session of this device. */
export async function signOut(): Promise<void> {
  await send("/api/auth/signout", { method: "POST", form: { csrfToken: await csrfToken(), json: "true" } });
  announcePerson(null);
}

/** Ends the sessions of all my devices. */
export async function signOutEverywhere(): Promise<void> {
  await send("/api/sessions", { method: "DELETE" });
  announcePerson(null);
}

// The page is about to be opened, so it must be an address of the web: `javascript:` is a URL too.
const redirectSchema = z.object({ url: z.url({ protocol: /^https?$/ }) });

/** Another site whose account signs in here, as next-auth names it. */
export type ProviderId = "github" | "google" | "openid";

/** The address at which to sign in with an account of another site, which leads back to `next`. */
export async function startProviderSignIn(provider: ProviderId, next: string): Promise<string> {
  const form = { csrfToken: await csrfToken(), callbackUrl: next, json: "true" };
  return (await request(`/api/auth/signin/${provider}`, redirectSchema, { method: "POST", form })).url;
}
