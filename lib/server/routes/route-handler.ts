import "server-only";
import { unstable_rethrow } from "next/navigation";
import { errorAnswer } from "../http/error-answer";

/** A route handler as Next calls it. `Context` holds the values of the `[name]` parts of the path. */
export type RouteHandler<Context> = (request: Request, context: Context) => Promise<Response>;

/** Which maker made a handler, and so which guard it has. */
export type RouteKind = "public" | "person" | "webhook";

const kinds = new WeakMap<object, RouteKind>();

/** The kind of a handler, or undefined if none of the three makers made it. */
export function routeKindOf(handler: unknown): RouteKind | undefined {
  return typeof handler === "function" ? kinds.get(handler) : undefined;
}

/** What the three makers share: an error becomes the answer that the browser may see. For this folder only. */
export function makeHandler<Context>(kind: RouteKind, work: RouteHandler<Context>): RouteHandler<Context> {
  const handler: RouteHandler<Context> = async (request, context) => {
    try {
      return await work(request, context);
    } catch (error) {
      // Next's own signals (redirect, "this needs a request") travel as errors.
      unstable_rethrow(error);
      return errorAnswer(error, `${request.method} ${new URL(request.url).pathname}`);
    }
  };
  kinds.set(handler, kind);
  return handler;
}
