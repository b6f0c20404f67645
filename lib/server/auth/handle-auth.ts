import "server-only";
import { AppError } from "@/lib/errors";
import { pageOrigin } from "@/lib/page-origin";
import { withCookie } from "../http/answers";
import { requireForWhom } from "../http/for-whom";
import { readText } from "../http/read-body";
import { readAuthCookies } from "./auth-cookies";
import { authOptions } from "./auth-options";
import { currentSession } from "./current-session";
import { destinationOf } from "./destination";
import { refuseFromOutside } from "./from-outside";
import { rememberDevice } from "./known-device";
import { callNextAuth } from "./next-auth-call";
import { oldCookieRemoval } from "./session-cookie";

/** The actions of next-auth that we use. `_log`, with which anybody could write to our log, is left out. */
const actions = new Set(["callback", "csrf", "error", "providers", "session", "signin", "signout"]);

/** The actions after which another session is in the cookie, or none. */
const replacing = new Set(["callback", "signout"]);

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
  const { nextauth: path } = await context.params;
  const [action = "", provider] = path;
  if (!actions.has(action)) throw new AppError("not_found");
  const { headers, method } = request;
  if (action === "signout") await requireOwnSession(request);
  if (action === "callback") refuseFromOutside(headers);
  const origin = pageOrigin(headers);
  const { response, personId } = await callNextAuth(
    {
      origin,
      method,
      path,
      query: withDestination(Object.fromEntries(new URL(request.url).searchParams), origin),
      body: withDestination(await readFields(request), origin),
      cookies: await readAuthCookies(headers),
      headers,
    },
    authOptions(origin),
  );
  if (action === "callback" && provider === "credentials") {
    if (response.status === 401) throw new AppError("wrong_password");
    if (await asksForCsrf(response.clone())) throw new AppError("forbidden");
  }
  if (replacing.has(action)) withCookie(response, oldCookieRemoval(headers));
  return withCookie(response, personId === undefined ? null : await rememberDevice(headers, personId));
}

/** Throws `other_person` if the page to sign out from is not that of the person who is signed in. */
async function requireOwnSession(request: Request): Promise<void> {
  const session = await currentSession();
  if (session) requireForWhom(request, session.person.username);
}

/** The text fields of a form, or of a JSON object. Throws `payload_too_large` or `bad_request`. */
async function readFields(request: Request): Promise<Record<string, string>> {
  if (request.method === "GET") return {};
  const text = await readText(request, 16 * 1024);
  const isJson = request.headers.get("content-type")?.includes("application/json");
  const fields = isJson ? Object.entries(parseObject(text)) : [...new URLSearchParams(text)];
  return Object.fromEntries(fields.filter((one): one is [string, string] => typeof one[1] === "string"));
}

/** The fields with the checked address in place of the given one. next-auth fails on an address that is malformed. */
function withDestination(fields: Record<string, string>, origin: string): Record<string, string> {
  if (fields.callbackUrl === undefined) return fields;
  return { ...fields, callbackUrl: destinationOf(fields.callbackUrl, origin) };
}

function parseObject(text: string): object {
  try {
    return Object(JSON.parse(text));
  } catch {
    throw new AppError("bad_request");
  }
}

/** Whether next-auth refused a sign-in for lack of a CSRF token: it answers with a redirect to its sign-in page. */
async function asksForCsrf(response: Response): Promise<boolean> {
  const body: unknown = response.headers.get("location") ?? (await response.text());
  return String(body).includes("/signin?csrf=true");
}
