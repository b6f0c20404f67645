import { count, eq } from "drizzle-orm";
import { decode } from "next-auth/jwt";
import { afterEach, expect, test, vi } from "vitest";
import { sessionsResponseSchema } from "@/lib/contracts";
import { presence, sessions, users } from "@/lib/db";
import * as client from "@/lib/db/client";
import * as configuration from "@/lib/env";
import { startApp } from "../_testing/app";
import { Browser } from "../_testing/browser";
import { beat, contextOf, newPerson, signIn, signOut } from "../_testing/people";
import { auth, me, session as oneSession, sessions as route } from "../_testing/routes";

const app = startApp();
afterEach(() => vi.restoreAllMocks());

function copyOf(browser: Browser): Browser {
  const copy = new Browser();
  for (const [name, value] of browser.cookies) copy.cookies.set(name, value);
  return copy;
}

async function statusOf(browser: Browser): Promise<number> {
  return (await browser.send(me.GET, "/api/me")).status;
}

async function rowsOf(username: string) {
  const [row] = await app.db
    .select({ number: count(sessions.id) })
    .from(users)
    .leftJoin(sessions, eq(sessions.userId, users.id))
    .where(eq(users.username, username));
  return row?.number;
}

test("a copied cookie is worth nothing after sign-out; the other device stays signed in", async () => {
  const { browser } = await newPerson("owner");
  const phone = new Browser();
  await signIn(phone, "owner");
  const stolen = copyOf(browser);
  expect(await statusOf(stolen)).toBe(200);
  expect((await signOut(browser)).status).toBe(200);
  expect(await statusOf(browser)).toBe(401);
  expect(await statusOf(stolen)).toBe(401);
  expect(await statusOf(phone)).toBe(200);
  expect(await rowsOf("owner")).toBe(1);
});

test("signing out everywhere ends every session and the presence of its tabs", async () => {
  const one = await newPerson("many");
  const two = { ...one, browser: new Browser() };
  await signIn(two.browser, "many");
  await beat(one);
  await beat(two);
  const response = await one.browser.send(route.DELETE, "/api/sessions", { method: "DELETE" });
  expect(response.status).toBe(204);
  expect(await statusOf(one.browser)).toBe(401);
  expect(await statusOf(two.browser)).toBe(401);
  expect(await app.db.select().from(presence)).toHaveLength(0);
});

test("signing out everywhere ends no session of another person", async () => {
  const one = await newPerson("leaver");
  const other = await newPerson("stayer");
  await beat(other);
  await one.browser.send(route.DELETE, "/api/sessions", { method: "DELETE" });
  expect(await statusOf(other.browser)).toBe(200);
  expect(await rowsOf("stayer")).toBe(1);
  expect(await app.db.select().from(presence)).toHaveLength(1);
});

test("next-auth's own session route is empty for an ended session", async () => {
  const { browser } = await newPerson("asked");
  const stolen = copyOf(browser);
  const ask = async (of: Browser) =>
    (await of.send(auth.GET, "/api/auth/session", { context: contextOf("session") })).json();
  expect(await ask(browser)).toEqual({ expires: expect.any(String) });
  await signOut(browser);
  expect(await ask(stolen)).toEqual({});
  expect(await statusOf(stolen)).toBe(401);
});

test("an expired session, a cookie of another secret, and no cookie get 401", async () => {
  const { browser } = await newPerson("late");
  await app.db.update(sessions).set({ expiresAt: new Date(Date.now() - 1_000) });
  expect(await statusOf(browser)).toBe(401);
  expect(await statusOf(new Browser())).toBe(401);

  const { browser: other } = await newPerson("forger");
  const real = configuration.env();
  vi.spyOn(configuration, "env").mockReturnValue({ ...real, NEXTAUTH_SECRET: "0".repeat(64) });
  expect(await statusOf(other)).toBe(401);
});

const day = 24 * 60 * 60 * 1_000;
const expiryOf = async (username: string) => {
  const [row] = await app.db
    .select({ expiresAt: sessions.expiresAt })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(eq(users.username, username));
  return row?.expiresAt.getTime() ?? 0;
};
const setExpiry = (time: number) => app.db.update(sessions).set({ expiresAt: new Date(time) });

test("a session ends after 30 days without use, and is extended once a day while it is used", async () => {
  const { browser } = await newPerson("regular");
  await setExpiry(Date.now() + 60_000);
  expect(await statusOf(browser)).toBe(200);
  expect(Math.abs((await expiryOf("regular")) - Date.now() - 30 * day)).toBeLessThan(60_000);

  const recent = Date.now() + 29 * day + 60_000;
  await setExpiry(recent);
  expect(await statusOf(browser)).toBe(200);
  expect(await expiryOf("regular")).toBe(recent);

  await setExpiry(Date.now() - 1_000);
  expect(await statusOf(browser)).toBe(401);
  expect(await expiryOf("regular")).toBeLessThan(Date.now());
});

test("the cookie lives for 400 days, longer than the session", async () => {
  await newPerson("keeper");
  const cookie = (await signIn(new Browser(), "keeper")).headers
    .getSetCookie()
    .find((line) => line.startsWith("browser-phone-3000.session="));
  const expires = Date.parse(/expires=([^;]+)/i.exec(cookie ?? "")?.[1] ?? "");
  expect((expires - Date.now()) / day).toBeCloseTo(400, 1);
  const token = /=([^;]+)/.exec(cookie ?? "")?.[1] ?? "";
  const claims = (await decode({ token, secret: configuration.env().NEXTAUTH_SECRET })) as {
    exp: number;
    iat: number;
  };
  expect((claims.exp - claims.iat) * 1_000).toBe(400 * day);
});

test("requests during a sign-out everywhere do not bring a session back", async () => {
  const { browser } = await newPerson("busy");
  await setExpiry(Date.now() + 60_000);
  const end = browser.send(route.DELETE, "/api/sessions", { method: "DELETE" });
  await Promise.all([end, ...Array.from({ length: 8 }, () => statusOf(browser))]);
  expect(await statusOf(browser)).toBe(401);
  expect(await rowsOf("busy")).toBe(0);
});

test("signing in again on the same device replaces its session", async () => {
  const { browser } = await newPerson("again");
  const before = copyOf(browser);
  await signIn(browser, "again");
  expect(await rowsOf("again")).toBe(1);
  expect(await statusOf(before)).toBe(401);
  expect(await statusOf(browser)).toBe(200);
});

test("sign-out and the session route answer 503 while the database is down, and the cookie stays", async () => {
  const { browser } = await newPerson("stranded");
  const away = Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" });
  vi.spyOn(process.stdout, "write").mockReturnValue(true);
  vi.spyOn(client, "database").mockRejectedValue(away);
  const session = await browser.send(auth.GET, "/api/auth/session", { context: contextOf("session") });
  expect(session.status).toBe(503);
  expect((await signOut(browser)).status).toBe(503);
  vi.restoreAllMocks();
  expect(await statusOf(browser)).toBe(200);
});

test("the list shows my devices by the names that they gave themselves; one ends another", async () => {
  const agents = {
    here: "Mozilla/5.0 (X11; Linux x86_64; rv:142.0) Gecko/20100101 Firefox/142.0",
    there: "curl/8.0",
  };
  const { browser: stranger } = await newPerson("not_invited");
  await newPerson("lister");
  const [here, there] = [new Browser(agents.here), new Browser(agents.there)];
  for (const browser of [here, there]) await signIn(browser, "lister");
  const list = async () =>
    sessionsResponseSchema.parse(await (await here.send(route.GET, "/api/sessions")).json()).sessions;
  const before = await list();
  expect(before.map(({ device, current }) => [device, current])).toEqual([
    ["Firefox on Linux", true],
    [null, false],
    [null, false],
  ]);
  const [, second] = before;
  const end = (from: Browser, id = "") => {
    const context = { params: Promise.resolve({ id }) };
    return from.send(oneSession.DELETE, `/api/sessions/${id}`, { method: "DELETE", context });
  };
  expect((await end(stranger, second?.id)).status).toBe(404);
  for (const id of ["x", "%", "' or true --", crypto.randomUUID(), "0".repeat(32)]) {
    expect((await end(here, id)).status).toBe(404);
  }
  expect(await list()).toHaveLength(3);
  expect((await end(here, second?.id)).status).toBe(204);
  expect((await end(here, second?.id)).status).toBe(404);
  expect(await list()).toHaveLength(2);
  expect(await statusOf(here)).toBe(200);
  expect(await statusOf(there)).toBe(401);
});

test("another site's page cannot sign a person out everywhere", async () => {
  const { browser } = await newPerson("steady");
  const headers = { origin: "https://evil.example" };
  const everywhere = await browser.send(route.DELETE, "/api/sessions", { method: "DELETE", headers });
  expect(everywhere.status).toBe(403);
  expect(await statusOf(browser)).toBe(200);
});
