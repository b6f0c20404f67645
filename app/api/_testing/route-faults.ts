// First, since it replaces a module that the routes import.
import "./scope";
import { randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { apiErrorSchema } from "@/lib/contracts";
import { database, rateLimits } from "@/lib/db";
import { testEnvironment } from "@/lib/db/testing/environment";
import { routeKindOf } from "@/lib/server/routes/route-handler";
import { Browser } from "./browser";
import { newPerson, signIn, type TestPerson } from "./people";

/** One exported method of a `route.ts`. */
export interface FoundRoute {
  readonly method: string;
  /** As Next writes it: `/api/calls/[ref]`. */
  readonly path: string;
  readonly handler: unknown;
}

/** The methods that Next takes from a `route.ts`. */
const methods = ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"];
const changing = new Set(["POST", "PUT", "PATCH", "DELETE"]);

/** Every route of the app, found on disk. */
export async function findRoutes(): Promise<FoundRoute[]> {
  const found: FoundRoute[] = [];
  for (const file of findRouteFiles()) {
    const exported: Record<string, unknown> = await import(resolve("app", file));
    const path = join("/", dirname(file)).replaceAll(/\/\([^/]*\)/g, "");
    for (const method of methods) {
      if (method in exported) found.push({ method, path, handler: exported[method] });
    }
  }
  return found;
}

/** The route files, by their paths in `app`. */
export function findRouteFiles(): string[] {
  const files = readdirSync("app", { recursive: true, encoding: "utf8" });
  return files.filter((file) => /^route\.[a-z]+$/.test(basename(file))).sort();
}

/**
 * Whether a route's source text reads the request's body by itself, and so without a limit. `faultsOf` does not see
 * that if the route answers the request before it reads the body.
 */
export function readsBody(text: string): boolean {
  return /\.(?:json|text|formData|blob|arrayBuffer|bytes)\(\)|\.body\b/.test(text);
}

/** The files that declare server actions: a text of Next's directive in `app`, `components` or `lib`. */
export function findServerActions(): string[] {
  const isSource = (file: string) => /\.[jt]sx?$/.test(file) && !/\.test\.tsx?$/.test(file);
  return ["app", "components", "lib"].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter(isSource)
      .map((file) => join(folder, file))
      .filter((file) => /^\s*["']use server["']/m.test(readFileSync(file, "utf8"))),
  );
}

/** A route as people write it: `GET /api/calls/[ref]`. */
export function nameOf({ method, path }: FoundRoute): string {
  return `${method} ${path}`;
}

/**
 * What is wrong with a route's guard; empty if nothing is. `publicRoutes`: the names of the routes that everybody may
 * use. Apart from the maker, all of it is found by sending requests.
 */
export async function faultsOf(route: FoundRoute, publicRoutes: readonly string[]): Promise<string[]> {
  const kind = routeKindOf(route.handler);
  const isListed = publicRoutes.includes(nameOf(route));
  const faults: string[] = [];
  const check = (isRight: boolean, fault: string) => isRight || faults.push(fault);

  check(kind !== undefined, "no maker made it");
  check(kind !== "public" || isListed, "it is public, and not on the list of public routes");
  check(kind === "public" || !isListed, "it is on the list of public routes, and not public");

  if (!isListed) {
    const refusal = kind === "webhook" ? "403 bad_signature" : "401 unauthenticated";
    const answer = await send(route, new Browser(), {});
    check(answer === refusal, `a stranger gets ${answer}, not ${refusal}`);
  }
  if (kind === "person") {
    const answer = await sendAtTheLimit(route);
    check(answer === "429 rate_limited", `after a million requests somebody gets ${answer}, not 429`);
  }
  if (!changing.has(route.method)) return faults;
  if (kind !== "webhook") {
    const answer = await send(route, await signedIn(), { headers: { origin: "https://evil.example" } });
    check(answer === "403 forbidden", `another site's page gets ${answer}, not 403 forbidden`);
  }
  const { body, read } = largeBody();
  const answer = await send(route, await signedIn(), { body });
  check(read() <= 128 * 1024, `it reads ${read()} bytes of a large body`);
  check(read() === 0 || answer === "413 payload_too_large", `it reads a large body and answers ${answer}`);
  return faults;
}

/** Bodies for the routes whose service counts, which reads the body first. */
const bodies: Record<string, object> = {
  "POST /api/presence": { tab: randomUUID(), phone: "ready", hidden: false, ref: null },
  "POST /api/calls/[ref]/ended": { tab: randomUUID() },
};

/** The answer to somebody who has used every limit up. */
async function sendAtTheLimit(route: FoundRoute): Promise<string> {
  const { browser, username } = await somebody();
  // Makes the counter of this route.
  const body = bodies[nameOf(route)];
  const init = body ? { body: JSON.stringify(body) } : {};
  await send(route, browser, init);
  // This route has ended the session.
  if (nameOf(route) === "DELETE /api/sessions") await signIn(browser, username);
  const db = await database();
  await db.update(rateLimits).set({ count: 1_000_000 });
  const answer = await send(route, browser, init);
  await db.delete(rateLimits);
  return answer;
}

async function signedIn(): Promise<Browser> {
  return (await somebody()).browser;
}

function somebody(): Promise<TestPerson> {
  return newPerson(`p_${randomUUID().slice(0, 8)}`);
}

/** Values for the `[name]` parts of the paths. A new name needs one. */
const samples: Record<string, string | string[]> = {
  "[id]": randomUUID(),
  "[ref]": randomUUID(),
  "[username]": "somebody",
  "[...nextauth]": ["signout"],
  "[[...path]]": ["no", "such", "route"],
};

/** Sends a request and sums up the answer: its status, and the code if it is an error of ours. */
async function send(
  { method, path, handler }: FoundRoute,
  browser: Browser,
  init: RequestInit,
): Promise<string> {
  if (typeof handler !== "function") return "no answer: it is no function";
  const params: Record<string, string | string[]> = {};
  const url = path.replaceAll(/\[+(?:\.{3})?(\w+)\]+/g, (part, name: string) => {
    const value = samples[part];
    if (value === undefined) throw new Error(`route-faults.ts has no sample for ${part}`);
    params[name] = value;
    return [value].flat().join("/");
  });
  // A body that is a stream needs `duplex`, which the DOM's types do not know.
  const request = new Request(`${testEnvironment.APP_URL}${url}`, {
    method,
    duplex: "half",
    ...init,
  } as RequestInit);
  const response: Response = await browser.sendRequest(
    async () => handler(request, { params: Promise.resolve(params) }),
    request,
  );
  const error = apiErrorSchema.safeParse(await response.json().catch(() => null));
  return error.success ? `${response.status} ${error.data.error.code}` : String(response.status);
}

/** A body of 1 MiB without a stated length, which counts how much of it is read. */
function largeBody(): { body: ReadableStream<Uint8Array>; read(): number } {
  const chunk = new Uint8Array(1024).fill("a".charCodeAt(0));
  let read = 0;
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        if (read >= 1024 * 1024) return controller.close();
        read += chunk.byteLength;
        controller.enqueue(chunk);
      },
    },
    { highWaterMark: 0 },
  );
  return { body, read: () => read };
}
