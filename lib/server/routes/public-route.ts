import "server-only";
import { type HandlerOptions, makeHandler, type RouteHandler } from "./route-handler";
import { refuseForgery } from "./signed-form";

interface PublicRouteOptions extends HandlerOptions {
  /** The voice network asks, too. If it signs the request, the signature must be right, else 403 `bad_signature`. */
  readonly refusesForgeries?: boolean;
}

/**
 * Makes a handler for everybody, signed in or not. A test keeps the list of the routes that may be public.
 *
 * A state-changing request from a page of another site is answered with 403 `forbidden`.
 */
export function publicRoute<Context>(
  work: RouteHandler<Context>,
  { refusesForgeries = false, ...options }: PublicRouteOptions = {},
): RouteHandler<Context> {
  const guarded: RouteHandler<Context> = async (request, context) => {
    if (refusesForgeries) refuseForgery(request);
    return work(request, context);
  };
  return makeHandler("public", guarded, options);
}
