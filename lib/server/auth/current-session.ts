import "server-only";
import { redirect } from "next/navigation";
import { cache } from "react";
import type { Identity, Session } from "../identity";
import { sessionIdFromCookie } from "./session-cookie";
import { findSession } from "./sessions";

/**
 * The session of this request, or null. A page render looks the row up once (React's `cache`); a route handler,
 * where there is no render, looks it up at each call.
 */
export const currentSession = cache(async (): Promise<Session | null> => {
  const id = await sessionIdFromCookie();
  return id === null ? null : findSession(id);
});

/** Who is signed in, or null. For pages. */
export async function currentPerson(): Promise<Identity | null> {
  return (await currentSession())?.person ?? null;
}

/** Who is signed in. Everybody else is sent to sign in, and from there back to `returnTo` (a path). For pages. */
export async function requirePersonForPage(returnTo: string): Promise<Identity> {
  return (await currentPerson()) ?? redirect(`/sign-in?next=${encodeURIComponent(returnTo)}`);
}
