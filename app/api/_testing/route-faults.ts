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
import type { Bystanders } from "./bystanders";
import { newDevice, newPerson, signIn, signOut, type TestPerson } from "./people";

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
    const answer = await answerOf(route, new Browser(), {});
    check(answer === refusal, `a stranger gets ${answer}, not ${refusal}`);
  }
  if (kind === "person") {
    const atLimit = await sendAtTheLimit(route);
    check(atLimit === "429 rate_limited", `after a million requests somebody gets ${atLimit}, not 429`);
    const answer = await answerOf(route, await signedOut(), {});
    check(answer === "401 unauthenticated", `an ended session gets ${answer}, not 401 unauthenticated`);
  }
  if (!changing.has(route.method)) return faults;
  if (kind !== "webhook") {
    const answer = await answerOf(route, await signedIn(), { headers: { origin: "https://evil.example" } });
    check(answer === "403 forbidden", `another site's page gets ${answer}, not 403 forbidden`);
  }
  const { body, read } = largeBody();
  const answer = await answerOf(route, await signedIn(), { body });
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
  await answerOf(route, browser, init);
  // This route has ended the session.
  if (nameOf(route) === "DELETE /api/sessions") await signIn(browser, username);
  const db = await database();
  await db.update(rateLimits).set({ count: 1_000_000 });
  const answer = await answerOf(route, browser, init);
  await db.delete(rateLimits);
  return answer;
}

async function signedIn(): Promise<Browser> {
  return (await newDevice()).browser;
}

function somebody(): Promise<TestPerson> {
  return newPerson(`p_${randomUUID().slice(0, 8)}`);
}

/** A browser with the cookies of a session that has ended. */
async function signedOut(): Promise<Browser> {
  const ended = new Browser();
  const browser = await signedIn();
  for (const [name, value] of browser.cookies) ended.cookies.set(name, value);
  await signOut(browser);
  return ended;
}

/**
 * What a request of one person shows or changes of other people; empty if nothing. `body`: a valid one, for a route
 * that takes one.
 */
export async function harmOf(route: FoundRoute, body: unknown, bystanders: Bystanders): Promise<string[]> {
  const before = JSON.stringify(await bystanders.rows());
  const init = body === undefined ? {} : { body: JSON.stringify(body) };
  const response = await ask(route, await signedIn(), { init, params: bystanders.params });
  const text = await response.text();
  const harm = bystanders.secrets
    .filter((secret) => text.includes(secret))
    .map(() => "it shows what is another's");
  if (JSON.stringify(await bystanders.rows()) !== before) harm.push("it changes what is another's");
  return harm;
}

/** What is wrong with how a route takes its body, of which `body` is a valid one. */
export async function bodyFaultsOf(route: FoundRoute, body: object): Promise<string[]> {
  const faults: string[] = [];
  const send = async (json: unknown) => answerOf(route, await signedIn(), { body: JSON.stringify(json) });
  for (const wrong of [null, [], "text", 7, { ...body, unknown: 1 }, { ...body, id: "u_other" }]) {
    const answer = await send(wrong);
    if (answer !== "400 bad_request")
      faults.push(`${JSON.stringify(wrong)} gets ${answer}, not 400 bad_request`);
  }
  const answer = await send(body);
  if (answer.startsWith("400")) faults.push(`a valid body gets ${answer}`);
  return faults;
}

/** Whether a route reads the body of a request of somebody who may send it. */
export async function takesBody(route: FoundRoute): Promise<boolean> {
  if (!changing.has(route.method)) return false;
  const { body, read } = largeBody();
  await answerOf(route, await signedIn(), { body });
  return read() > 0;
}

/** Values for the `[name]` parts of the paths. A new name needs one. */
const samples: Record<string, string | string[]> = {
  "[id]": randomUUID(),
  "[ref]": randomUUID(),
  "[secret]": "s".repeat(32),
  "[username]": "somebody",
  "[...nextauth]": ["signout"],
  "[[...path]]": ["no", "such", "route"],
};

/** Sends a request and sums up the answer: its status, and the code if it is an error of ours. */
async function answerOf(route: FoundRoute, browser: Browser, init: RequestInit): Promise<string> {
  if (typeof route.handler !== "function") return "no answer: it is no function";
  const response = await ask(route, browser, { init, params: {} });
  const error = apiErrorSchema.safeParse(await response.json().catch(() => null));
  return error.success ? `${response.status} ${error.data.error.code}` : String(response.status);
}

/** What a request is sent with. `params`: values for `[name]` parts of the path, in place of the samples. */
interface Question {
  readonly init: RequestInit;
  readonly params: Readonly<Record<string, string>>;
}

/** Sends a request as Next would. */
function ask({ method, path, handler }: FoundRoute, browser: Browser, question: Question): Promise<Response> {
  const params: Record<string, string | string[]> = {};
  const url = path.replaceAll(/\[+(?:\.{3})?(\w+)\]+/g, (part, name: string) => {
    const value = question.params[name] ?? samples[part];
    if (value === undefined) throw new Error(`route-faults.ts has no sample for ${part}`);
    params[name] = value;
    return [value].flat().join("/");
  });
  // A body that is a stream needs `duplex`, which the DOM's types do not know.
  const request = new Request(`${testEnvironment.APP_URL}${url}`, {
    method,
    duplex: "half",
    ...question.init,
  } as RequestInit);
  const handle = handler as (request: Request, context: unknown) => Promise<Response>;
  return browser.sendRequest(async () => handle(request, { params: Promise.resolve(params) }), request);
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
