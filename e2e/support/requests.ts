import type { Page } from "@playwright/test";

/** A request of a page to the app's API. */
export interface ApiRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
}

/** Records what a page asks of the app's API from now on. */
export function recordRequests(page: Page): ApiRequest[] {
  const requests: ApiRequest[] = [];
  page.on("request", (request) => {
    const { pathname } = new URL(request.url());
    if (pathname.startsWith("/api/")) requests.push({ method: request.method(), path: pathname });
  });
  return requests;
}

/** How many of them are of that method and path. */
export function countOf(requests: readonly ApiRequest[], method: string, path: string): number {
  return requests.filter((one) => one.method === method && one.path === path).length;
}
