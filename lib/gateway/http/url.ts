import type { IncomingMessage } from "node:http";

/** A request's path and query as a URL; what is no path at all, such as `//`, is that of the root. Never throws. */
export function requestUrl(request: IncomingMessage): URL {
  const base = "http://gateway/";
  const path = request.url ?? "/";
  return new URL(URL.canParse(path, base) ? path : "/", base);
}
