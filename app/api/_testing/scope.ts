import { AsyncLocalStorage } from "node:async_hooks";
import { vi } from "vitest";

interface Scope {
  readonly cookies: ReadonlyMap<string, string>;
  readonly headers: Headers;
  /** What is still to be done once the request is answered. */
  readonly afterwards?: (() => unknown)[];
}

const scopes = new AsyncLocalStorage<Scope>();

/** Replaces Next's request scope: the functions of next/headers, and `after` of next/server. */
const requestScope = {
  cookies: async () => {
    const jar = current().cookies;
    return {
      get: (name: string) => (jar.has(name) ? { name, value: jar.get(name) } : undefined),
      getAll: () => [...jar].map(([name, value]) => ({ name, value })),
    };
  },
  headers: async () => current().headers,
};

// This file must be loaded before the routes, which is why tests import them from ./routes.
vi.mock("next/headers", () => requestScope);
vi.mock("next/server", async (original) => ({
  ...(await original<typeof import("next/server")>()),
  after: (work: () => unknown) => void current().afterwards?.push(work),
}));

/** Runs `work` as Next would for one request, whose cookies and headers are in `scope`. */
export function inScope<T>(scope: Scope, work: () => T): T {
  return scopes.run(scope, work);
}

function current(): Scope {
  const scope = scopes.getStore();
  if (!scope) throw new Error("outside of a request");
  return scope;
}
