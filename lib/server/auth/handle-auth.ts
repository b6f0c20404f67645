import "server-only";
import { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { setNextAuthUrl } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { clientAddress } from "../http/client-address";
import { requireForWhom } from "../http/for-whom";
import { readText } from "../http/read-body";
import { authOptions } from "./auth-options";
import { currentSession } from "./current-session";
import { callNextAuth } from "./next-auth-call";

/** The actions of next-auth that we use. `_log`, with which anybody could write to our log, is left out. */
const actions = new Set(["callback", "csrf", "error", "providers", "session", "signin", "signout"]);

/** What Next hands to the catch-all route: the parts of the path after /api/auth. */
export interface AuthContext {
  params: Promise<{ nextauth: string[] }>;
}

/**
 * Lets next-auth handle a request, with errors of ours in place of its own: `wrong_password` for a wrong password,
 * `rate_limited` for too many of them, `forbidden` for a missing CSRF token, `other_person` for signing out of another
 * person's page, `not_found` for an action we do not use.
 */
export async function handleAuth(request: Request, context: AuthContext): Promise<Response> {
  const [action = "", provider] = (await context.params).nextauth;
  if (!actions.has(action)) throw new AppError("not_found");
  if (action === "signout") await requireOwnSession(request);
  const bounded = await withBoundedBody(request);
  setNextAuthUrl();
  const response = await callNextAuth(clientAddress(request.headers), () =>
    NextAuth(bounded, context, authOptions()),
  );
  if (action !== "callback" || provider !== "credentials") return response;
  if (response.status === 401) throw new AppError("wrong_password");
  if (await asksForCsrf(response.clone())) throw new AppError("forbidden");
  return response;
}

/** Throws `other_person` if the page to sign out from is not that of the person who is signed in. */
async function requireOwnSession(request: Request): Promise<void> {
  const session = await currentSession();
  if (session) requireForWhom(request, session.person.username);
}

/** A copy of the request for next-auth, which would itself read a body of any size. Throws `payload_too_large`. */
async function withBoundedBody(request: Request): Promise<NextRequest> {
  const { url, method, headers } = request;
  if (method === "GET") return new NextRequest(url, { headers });
  return new NextRequest(url, { method, headers, body: await readText(request, 16 * 1024) });
}

/** Whether next-auth refused a sign-in for lack of a CSRF token: it answers with a redirect to its sign-in page. */
async function asksForCsrf(response: Response): Promise<boolean> {
  const body: unknown = response.headers.get("location") ?? (await response.text());
  return String(body).includes("/signin?csrf=true");
}
