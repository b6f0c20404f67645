import { type NextRequest, NextResponse } from "next/server";
import { configurationError, env } from "@/lib/env";
import { notConfiguredAnswer } from "@/lib/not-configured/page";
import { contentSecurityPolicy, securityHeaders } from "@/lib/security-headers";

/** Not the API: Next would copy a request's body for this file before the route's own limit sees any of it. */
export const config = { matcher: ["/((?!api(?:/|$)).*)"] };

/**
 * Adds the security headers that are not always the same. Nothing is authorised here: every page and route does that
 * with `lib/server`, so a request that does not pass through this file gains nothing.
 *
 * While the configuration is wrong, the answer is a page that says what is missing.
 */
export function proxy(request: NextRequest): Response {
  const nonce = Buffer.from(crypto.randomUUID()).toString("base64");
  const problem = configurationError();
  if (problem) {
    const acceptLanguage = request.headers.get("accept-language");
    return notConfiguredAnswer({ problems: problem.problems, acceptLanguage, nonce });
  }
  const { VOICE_GATEWAY_URL, APP_URL, NODE_ENV, TWILIO_REGION, TWILIO_EDGE } = env();
  const policy = contentSecurityPolicy({
    nonce,
    gatewayUrl: VOICE_GATEWAY_URL,
    region: TWILIO_REGION,
    edge: TWILIO_EDGE,
    development: NODE_ENV === "development",
  });
  // Next reads the nonce from the request's policy and adds it to every script that it writes.
  const headers = new Headers(request.headers);
  headers.set("Content-Security-Policy", policy);
  const response = NextResponse.next({ request: { headers } });
  for (const [name, value] of Object.entries(securityHeaders(APP_URL, policy))) {
    response.headers.set(name, value);
  }
  return response;
}
