import "server-only";
import { redirect } from "next/navigation";
import { cache } from "react";
import { AppError } from "@/lib/errors";
import { sessionIdFromCookie } from "./session-cookie";
import { findSession, type Person, type Session } from "./sessions";

/** The session of this request, its row checked now. React asks once a render; a handler asks each time. */
export const currentSession = cache(async (): Promise<Session | null> => {
  const id = await sessionIdFromCookie();
  return id === null ? null : findSession(id);
});

/** Who is signed in, or null. */
export async function currentPerson(): Promise<Person | null> {
  return (await currentSession())?.person ?? null;
}

/** The session of this request; throws `unauthenticated`. For handlers that need the device too. */
export async function requireSession(): Promise<Session> {
  const session = await currentSession();
  if (!session) throw new AppError("unauthenticated");
  return session;
}

/** Who is signed in; throws `unauthenticated`. For handlers. */
export async function requirePerson(): Promise<Person> {
  return (await requireSession()).person;
}

/** Who is signed in; otherwise the page sends them to sign in, and from there back to `returnTo` (a path). */
export async function requirePersonForPage(returnTo: string): Promise<Person> {
  return (await currentPerson()) ?? redirect(`/sign-in?next=${encodeURIComponent(returnTo)}`);
}
