import "server-only";
import { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { tellNextAuth } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { clientAddress } from "../http/client-address";
import { readText } from "../http/read-body";
import { authOptions } from "./auth-options";
import { runAttempt } from "./next-auth-call";

/** next-auth's actions that we use. Its `_log`, which lets anybody write to our log, is not among them. */
const actions = new Set(["callback", "csrf", "error", "providers", "session", "signin", "signout"]);

/** The context that Next gives the catch-all route. */
export interface AuthContext {
  params: Promise<{ nextauth: string[] }>;
}

/**
 * next-auth, with our error answers: a wrong password is 401 `wrong_password`, too many are 429
 * `rate_limited`, a missing CSRF token is 403 `forbidden`.
 */
export async function handleAuth(request: Request, context: AuthContext): Promise<Response> {
  const [action = "", provider] = (await context.params).nextauth;
  if (!actions.has(action)) throw new AppError("not_found");
  const bounded = await withBoundedBody(request);
  tellNextAuth();
  const response = await runAttempt(clientAddress(request.headers), () =>
    NextAuth(bounded, context, authOptions()),
  );
  if (action !== "callback" || provider !== "credentials") return response;
  if (response.status === 401) throw new AppError("wrong_password");
  if (await asksForCsrf(response.clone())) throw new AppError("forbidden");
  return response;
}

/** next-auth reads a body of any size. */
async function withBoundedBody(request: Request): Promise<NextRequest> {
  const { url, method, headers } = request;
  if (method === "GET") return new NextRequest(url, { headers });
  return new NextRequest(url, { method, headers, body: await readText(request, 16 * 1024) });
}

/** next-auth answers a sign-in without its CSRF token by a redirect to its sign-in page. */
async function asksForCsrf(response: Response): Promise<boolean> {
  const body: unknown = response.headers.get("location") ?? (await response.text());
  return String(body).includes("/signin?csrf=true");
}
