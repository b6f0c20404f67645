import "server-only";
import { unstable_rethrow } from "next/navigation";
import { configurationError, env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { errorAnswer } from "../http/answers";
import { clientAddress } from "../http/client-address";
import { logSecurity, withLoggedRequest } from "../log";

/** A route handler as Next calls it. `Context` holds the values of the `[name]` parts of the path. */
export type RouteHandler<Context> = (request: Request, context: Context) => Promise<Response>;

/** Which maker made a handler, and so which guard it has. */
export type RouteKind = "public" | "person" | "webhook";

const kinds = new WeakMap<object, RouteKind>();

/** The kind of a handler, or undefined if none of the three makers made it. */
export function routeKindOf(handler: unknown): RouteKind | undefined {
  return typeof handler === "function" ? kinds.get(handler) : undefined;
}

/** How a route differs from the others of its maker. */
export interface HandlerOptions {
  /** The route answers even if the configuration is wrong, and so must not rely on it. */
  readonly answersUnconfigured?: boolean;
}

/**
 * What the three makers share, for this folder only: the answer `not_configured` as long as the configuration is wrong,
 * the check of `Origin` (not for webhooks, which have a signature), and the answer to an error.
 */
export function makeHandler<Context>(
  kind: RouteKind,
  work: RouteHandler<Context>,
  { answersUnconfigured = false }: HandlerOptions = {},
): RouteHandler<Context> {
  const handler: RouteHandler<Context> = async (request, context) => {
    const { method } = request;
    const path = new URL(request.url).pathname;
    const problem = configurationError();
    if (problem) {
      return answersUnconfigured ? work(request, context) : errorAnswer(problem, `${method} ${path}`);
    }
    return withLoggedRequest({ method, path, address: clientAddress(request.headers) }, async () => {
      try {
        if (kind !== "webhook") requireSameOrigin(request);
        return await work(request, context);
      } catch (error) {
        // Next's own signals (redirect, "this needs a request") travel as errors.
        unstable_rethrow(error);
        logRefusal(error, path);
        return errorAnswer(error, `${method} ${path}`);
      }
    });
  };
  kinds.set(handler, kind);
  return handler;
}

/** Logs a refusal that may be an attack. Limits and wrong passwords are logged where they are found. */
function logRefusal(error: unknown, path: string): void {
  if (!(error instanceof AppError)) return;
  if (error.code === "bad_signature") logSecurity("bad_signature");
  if (error.code === "unauthenticated" && path === "/api/voice/token") logSecurity("token_refused");
}

/**
 * Refuses a state-changing request that a page of another site made: throws `forbidden`.
 *
 * Browsers send `Origin` with each such request. A client that sends none is not a browser, so it cannot misuse
 * anybody's cookie.
 */
function requireSameOrigin(request: Request): void {
  if (request.method === "GET" || request.method === "HEAD") return;
  const origin = request.headers.get("origin");
  const { origins, APP_URL } = env();
  if (origin === null || origins.has(origin)) return;
  logSecurity("foreign_origin", { origin });
  throw new AppError("forbidden", {
    message: `That is not allowed from a page of another address. This app is at ${APP_URL}`,
  });
}
