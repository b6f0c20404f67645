import "server-only";
import { type HandlerOptions, makeHandler, type RouteHandler } from "./route-handler";

/**
 * Makes a handler for everybody, signed in or not. A test keeps the list of the routes that may be public.
 *
 * A state-changing request from a page of another site is answered with 403 `forbidden`.
 */
export function publicRoute<Context>(
  work: RouteHandler<Context>,
  options?: HandlerOptions,
): RouteHandler<Context> {
  return makeHandler("public", work, options);
}
