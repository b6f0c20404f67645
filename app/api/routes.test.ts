// First, since it replaces a module that the routes import.
import "./_testing/scope";
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { noContent } from "@/lib/server/http/answers";
import * as limits from "@/lib/server/limits";
import { personRoute } from "@/lib/server/routes/person-route";
import { publicRoute } from "@/lib/server/routes/public-route";
import { routeKindOf } from "@/lib/server/routes/route-handler";
import { startApp } from "./_testing/app";
import { newBystanders } from "./_testing/bystanders";
import { newDevice } from "./_testing/people";
import {
  bodyFaultsOf,
  type FoundRoute,
  faultsOf,
  findRouteFiles,
  findRoutes,
  findServerActions,
  harmOf,
  nameOf,
  readsBody,
  takesBody,
} from "./_testing/route-faults";

const app = startApp();

/** The routes that need neither a session nor a signature. All others must refuse strangers. */
const publicRoutes = [
  "GET /api/health",
  "GET /manifest.webmanifest",
  // The voice network fetches it by an id that it alone knows.
  "GET /api/voice/greeting/[id]",
  // Sign-up.
  "POST /api/people",
  // A forgotten password: the recovery code is the proof.
  "POST /api/recovery",
  // Guests, who have no account: the secret in the path is the proof.
  "POST /api/guest/[secret]/token",
  "GET /api/guest/[secret]/calls/[ref]",
  "POST /api/guest/[secret]/calls/[ref]/ended",
  // Signing in with a passkey, which is the proof.
  "POST /api/passkeys/sign-in/options",
  "POST /api/passkeys/sign-in",
  // next-auth has guards of its own.
  "GET /api/auth/[...nextauth]",
  "POST /api/auth/[...nextauth]",
  // The answer to every path without a route.
  ...["GET", "POST", "PUT", "PATCH", "DELETE"].map((method) => `${method} /api/[[...path]]`),
];

const routes = await findRoutes();

describe("the guard of each route on disk", () => {
  test.each(routes.map((route) => [nameOf(route), route] as const))("%s", async (_name, route) => {
    expect(await faultsOf(route, publicRoutes)).toEqual([]);
  });

  test("the disk has each public route and many others", () => {
    const names = routes.map(nameOf);
    expect(names).toEqual(expect.arrayContaining(publicRoutes));
    expect(names.length).toBeGreaterThan(2 * publicRoutes.length);
  });

  test("no route reads a body except with readJson or its maker, which stop at a limit", () => {
    const readers = findRouteFiles().filter((file) => readsBody(readFileSync(join("app", file), "utf8")));
    expect(readers).toEqual([]);
    for (const call of ["request.json()", "await req.text()", "request.body", "request.formData()"]) {
      expect(readsBody(`async (request) => ${call}`), call).toBe(true);
    }
  });
});

/** Passkeys in the right form, which answer no challenge. */
const noKey = { id: "AAAA", rawId: "AAAA", type: "public-key" };
const noAssertion = {
  ...noKey,
  response: { clientDataJSON: "AAAA", authenticatorData: "AAAA", signature: "AAAA" },
};
const noRegistration = { ...noKey, response: { clientDataJSON: "AAAA", attestationObject: "AAAA" } };

/** Valid bodies of the routes that take one. A new route needs one; next-auth's takes a form, webhooks a signed one. */
const bodies: Readonly<Record<string, (username: string) => object>> = {
  "POST /api/people": () => ({
    username: `q_${randomUUID().slice(0, 8)}`,
    displayName: "Q",
    password: "correct horse battery",
  }),
  "PATCH /api/me": () => ({ doNotDisturb: true }),
  "DELETE /api/me": () => ({ password: "correct horse battery" }),
  "PUT /api/me/password": () => ({
    current: "correct horse battery",
    next: "another horse, another battery",
  }),
  "POST /api/recovery": (username) => ({
    username,
    code: "AAAA-BBBB-CCCC-DDDD",
    password: "another horse, another battery",
  }),
  "POST /api/passkeys/sign-in": () => ({ challenge: randomUUID(), credential: noAssertion }),
  "POST /api/me/recovery-codes": () => ({}),
  "POST /api/me/passkeys/options": () => ({}),
  "POST /api/me/passkeys": () => ({ challenge: randomUUID(), credential: noRegistration }),
  "PATCH /api/me/passkeys/[id]": () => ({ name: "My key" }),
  "POST /api/presence": () => ({ tab: randomUUID(), phone: "ready", hidden: false, ref: null }),
  "POST /api/calls/[ref]/ended": () => ({ tab: randomUUID(), busy: true }),
  "POST /api/blocks": (username) => ({ username }),
  "PUT /api/push": () => ({
    endpoint: `https://fcm.googleapis.com/fcm/send/${randomUUID()}`,
    expirationTime: null,
    keys: { p256dh: Buffer.alloc(65, 4).toString("base64url"), auth: "AAAAAAAAAAAAAAAAAAAAAA" },
  }),
  "PUT /api/voicemail/settings": () => ({ on: true, noAnswer: true, away: true, declined: true, busy: true }),
  "POST /api/guest-links": () => ({ label: "for a friend", once: false, days: 7 }),
  "POST /api/guest/[secret]/token": () => ({ key: randomUUID(), name: "Carol" }),
  "POST /api/guest/[secret]/calls/[ref]/ended": () => ({}),
  "PUT /api/changes/screen": () => ({ stream: randomUUID(), people: null, arrivals: false }),
};
const withBody = routes.filter((route) => nameOf(route) in bodies);

describe("each route that takes a body", () => {
  test("has a valid one here", async () => {
    const kinds = new Set(["public", "person"]);
    const ours = routes.filter(
      ({ handler, path }) => kinds.has(routeKindOf(handler) ?? "") && !path.includes("/auth/"),
    );
    const takers: string[] = [];
    for (const route of ours) if (await takesBody(route)) takers.push(nameOf(route));
    expect(takers.sort()).toEqual(Object.keys(bodies).sort());
  });

  test.each(withBody.map((route) => [nameOf(route), route] as const))(
    "refuses unknown fields and other values, and takes a valid one: %s",
    async (name, route) => {
      const { username } = await newDevice();
      expect(await bodyFaultsOf(route, bodies[name]?.(username) ?? {})).toEqual([]);
    },
  );
});

describe("a request of one person shows and changes nothing of other people", () => {
  const ofPeople = routes.filter(({ handler }) => routeKindOf(handler) === "person");

  test.each(ofPeople.map((route) => [nameOf(route), route] as const))("%s", async (name, route) => {
    const bystanders = await newBystanders(app.db);
    expect(await harmOf(route, bodies[name]?.(bystanders.params.username), bystanders)).toEqual([]);
  });
});

test("the only server action is the choice of language, which needs no person, since no maker guards actions", () => {
  expect(findServerActions()).toEqual(["lib/i18n/choose-locale.ts"]);
});

describe("a forgotten guard", () => {
  const faults = (method: string, handler: FoundRoute["handler"]) =>
    faultsOf({ method, path: "/api/fabricated", handler }, publicRoutes);

  test("is found in a plain function", async () => {
    expect(await faults("GET", async () => noContent())).toEqual([
      "no maker made it",
      "a stranger gets 204, not 401 unauthenticated",
    ]);
  });

  test("is found in a plain function that changes data and reads any body", async () => {
    const handler = async (request: Request) => Response.json({ size: (await request.text()).length });
    expect(await faults("POST", handler)).toEqual([
      "no maker made it",
      "a stranger gets 200, not 401 unauthenticated",
      "another site's page gets 200, not 403 forbidden",
      "it reads 1048576 bytes of a large body",
      "it reads a large body and answers 200",
    ]);
  });

  test("is found in a route that was made public and is not on the list", async () => {
    expect(
      await faults(
        "DELETE",
        publicRoute(async () => noContent()),
      ),
    ).toEqual([
      "it is public, and not on the list of public routes",
      "a stranger gets 204, not 401 unauthenticated",
    ]);
  });

  test("is found in a route of a person that counts no request", async () => {
    const route = personRoute(async () => noContent());
    expect(await faults("GET", route)).toEqual([]);
    vi.spyOn(limits, "hit").mockResolvedValue();
    const uncounted = await faults("GET", route);
    vi.restoreAllMocks();
    expect(uncounted).toEqual(["after a million requests somebody gets 204, not 429"]);
  });

  test("is found in a public route that is no longer public", async () => {
    const route = { method: "GET", path: "/api/health", handler: async () => noContent() };
    expect(await faultsOf(route, publicRoutes)).toEqual([
      "no maker made it",
      "it is on the list of public routes, and not public",
    ]);
  });
});
