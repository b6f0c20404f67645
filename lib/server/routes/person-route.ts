import "server-only";
import { AppError } from "@/lib/errors";
import { currentSession } from "../auth/current-session";
import { requireForWhom } from "../http/for-whom";
import type { Identity, Session } from "../identity";
import { changeLimit, hit, type Limit, lookUpLimit } from "../limits";
import { makeHandler, type RouteHandler } from "./route-handler";

/** A request of somebody who is signed in. `Name`: the `[name]` parts of the route's path. */
export interface PersonRequest<Name extends string> {
  readonly request: Request;
  readonly person: Identity;
  /** The device that asks. */
  readonly session: Session;
  /** The `[name]` parts of the path, decoded and otherwise unchecked. */
  readonly params: Readonly<Record<Name, string>>;
}

/** What Next hands to the handler of a path with `[name]` parts. */
interface PathContext<Name extends string> {
  params: Promise<Record<Name, string>>;
}

interface PersonRouteOptions {
  /** The service counts the requests itself, by a limit of its own. A test sends each route one too many. */
  readonly counted: "by the service";
}

/**
 * Makes a handler for people who are signed in. Everybody else is answered with 401 `unauthenticated`.
 *
 * Each request is counted, so that no route can be without a limit: per person as a change or, for GET, as a look-up,
 * unless the service counts them itself. One too many is answered with 429 `rate_limited`.
 *
 * A request from the page of a person who is no longer the one signed in is answered with 409 `other_person`.
 *
 * A state-changing request from a page of another site is answered with 403 `forbidden`, also for people who are signed in.
 */
export function personRoute<Name extends string = never>(
  work: (given: PersonRequest<Name>) => Promise<Response>,
  options?: PersonRouteOptions,
): RouteHandler<PathContext<Name>> {
  return makeHandler("person", async (request, context: PathContext<Name>) => {
    const session = await currentSession();
    if (!session) throw new AppError("unauthenticated");
    requireForWhom(request, session.person.username);
    if (!options) await hit(usualLimit(request), session.person.id);
    return work({ request, person: session.person, session, params: await context.params });
  });
}

function usualLimit({ method }: Request): Limit {
  return method === "GET" || method === "HEAD" ? lookUpLimit : changeLimit;
}
