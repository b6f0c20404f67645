import "server-only";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";

/**
 * Refuses a state-changing request that a page of another site made: throws `forbidden`.
 *
 * Browsers send `Origin` with each such request. A client that sends none is not a browser, so it cannot misuse
 * anybody's cookie.
 */
export function requireSameOrigin(request: Request): void {
  if (request.method === "GET" || request.method === "HEAD") return;
  const origin = request.headers.get("origin");
  if (origin !== null && !env().origins.has(origin)) throw new AppError("forbidden");
}
