import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { z } from "zod";
import { type OpenidServer, startOpenidServer } from "@/e2e/support/openid-server";
import { accounts, users } from "@/lib/db";
import * as configuration from "@/lib/env";
import { suspendPerson } from "@/lib/server/auth/suspend-person";
import { setSwitch } from "@/lib/server/operator/switches";
import { startApp } from "../_testing/app";
import { Browser } from "../_testing/browser";
import { contextOf } from "../_testing/people";
import { auth, me } from "../_testing/routes";

const app = startApp();
const client = {
  id: "browser-phone",
  secret: "the secret of this client",
  redirectUri: "http://localhost:3000/api/auth/callback/openid",
};
let server: OpenidServer;
const written: string[] = [];

beforeAll(async () => {
  server = await startOpenidServer(client, {
    carol: { name: "Carol Jones", preferred_username: "carol" },
    dave: { name: "dave@example.com", preferred_username: "dave@example.com" },
  });
});
afterAll(() => server.stop());
beforeEach(() => configure(server.issuer));
afterEach(() => {
  vi.restoreAllMocks();
  server.replaceToken = null;
  written.length = 0;
});

/** The configuration with this issuer. What the app logs meanwhile is kept. */
function configure(issuer: string) {
  vi.restoreAllMocks();
  const { id, secret } = client;
  const openid = { issuer, id, secret, name: "Our company" };
  vi.spyOn(configuration, "env").mockReturnValue({ ...configuration.env(), openid });
  vi.spyOn(process.stdout, "write").mockImplementation((text) => written.push(String(text)) > 0);
}

/** Presses "Continue with Our company" and returns the address that the browser is sent to. */
async function start(browser: Browser): Promise<string> {
  const csrf = await browser.send(auth.GET, "/api/auth/csrf", { context: contextOf("csrf") });
  const { csrfToken } = z.object({ csrfToken: z.string() }).parse(await csrf.json());
  const answer = await browser.send(auth.POST, "/api/auth/signin/openid", {
    form: { csrfToken, callbackUrl: "/history", json: "true" },
    context: contextOf("signin", "openid"),
  });
  return z.object({ url: z.string() }).parse(await answer.json()).url;
}

/** Logs in at the provider as that account, and returns the address that it sends the browser back to. */
async function logIn(at: string, sub: string): Promise<string> {
  const jar = new Map<string, string>();
  let next: { url: string; form?: string } = { url: at };
  for (let step = 0; step < 6; step++) {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
    const post = next.form === undefined ? {} : { method: "POST", body: next.form };
    const answer = await fetch(next.url, { redirect: "manual", headers: { cookie }, ...post });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      jar.set(name, value);
    }
    const location = answer.headers.get("location");
    if (location?.startsWith(client.redirectUri)) return location;
    next = location
      ? { url: new URL(location, next.url).href }
      : { url: next.url, form: String(new URLSearchParams({ sub })) };
  }
  throw new Error("the provider did not send the browser back");
}

/** Comes back from the provider. Returns the path of the page that the browser then shows. */
async function comeBack(browser: Browser, address: string): Promise<string> {
  const { pathname, search } = new URL(address);
  const answer = await browser.send(auth.GET, pathname + search, {
    context: contextOf("callback", "openid"),
  });
  return pageOf(browser, answer.headers.get("location") ?? "");
}

/** The page, with its error, to which next-auth leads from this address: an error goes by addresses of its own first. */
async function pageOf(browser: Browser, address: string): Promise<string> {
  const { pathname, search, searchParams } = new URL(address, "http://localhost:3000");
  const error = searchParams.get("error");
  if (!pathname.startsWith("/api/auth/")) return error ? `${pathname}?error=${error}` : pathname;
  const context = contextOf(...pathname.split("/").slice(3));
  const answer = await browser.send(auth.GET, pathname + search, { context });
  return pageOf(browser, answer.headers.get("location") ?? "");
}

async function signInAs(sub: string, browser = new Browser()) {
  const location = await comeBack(browser, await logIn(await start(browser), sub));
  const answer = await browser.send(me.GET, "/api/me");
  const body = z.object({ username: z.string(), displayName: z.string() }).safeParse(await answer.json());
  return { location, status: answer.status, person: body.data };
}

const refused = { location: "/sign-in?error=OAuthCallback", status: 401, person: undefined };

test("the first sign-in creates a person by the provider's names, and the next one finds that person", async () => {
  const first = await signInAs("carol");
  expect(first).toMatchObject({ location: "/history", status: 200 });
  expect(first.person).toMatchObject({ username: "carol", displayName: "Carol Jones" });
  expect((await signInAs("carol")).person).toEqual(first.person);
  expect(server.asked).toContain("/.well-known/openid-configuration");
});

test("names that may be e-mail addresses are not taken, and nothing of them is stored", async () => {
  const { person } = await signInAs("dave");
  expect(person?.username).toMatch(/^person_\d{5}$/);
  const rows = JSON.stringify([await app.db.select().from(users), await app.db.select().from(accounts)]);
  expect(rows).not.toContain("example.com");
});

test("the same account name at another issuer is another person", async () => {
  const carol = await signInAs("carol");
  const other = await startOpenidServer(client, { carol: { name: "Carol Smith" } });
  configure(other.issuer);
  const { person } = await signInAs("carol");
  await other.stop();
  expect(person).toMatchObject({ displayName: "Carol Smith" });
  expect(person?.username).not.toBe(carol.person?.username);
});

test.each<[string, NonNullable<OpenidServer["replaceToken"]>]>([
  ["for another audience", (claims, sign) => sign({ ...claims, aud: "another-app" })],
  ["that has expired", (claims, sign) => sign({ ...claims, exp: Math.floor(Date.now() / 1000) - 60 })],
  ["with another nonce", (claims, sign) => sign({ ...claims, nonce: "another" })],
  ["without a nonce", ({ nonce: _, ...claims }, sign) => sign(claims)],
  ["of another issuer", (claims, sign) => sign({ ...claims, iss: "https://other.example" })],
  ["signed with another key", (claims, sign) => sign(claims, "another key")],
  ["without a signature", (claims, sign) => sign(claims, "nobody")],
  ["whose sub has a line break", (claims, sign) => sign({ ...claims, sub: "a\nb", name: "x" })],
  ["whose sub is too long", (claims, sign) => sign({ ...claims, sub: "s".repeat(256), name: "x" })],
])("a token %s signs nobody in, and neither it nor the secret is logged", async (_name, replaceToken) => {
  const tokens: string[] = [];
  server.replaceToken = (claims, sign) => {
    const token = replaceToken(claims, sign);
    tokens.push(token);
    return token;
  };
  expect(await signInAs("carol")).toEqual(refused);
  expect(tokens).toHaveLength(1);
  expect(written.join("")).toContain("OAUTH_CALLBACK_ERROR");
  for (const secret of [client.secret, ...tokens]) expect(written.join("")).not.toContain(secret);
});

test("an answer with another state, or in a browser that has not asked, signs nobody in", async () => {
  const browser = new Browser();
  const address = await logIn(await start(browser), "carol");
  const other = new URL(address);
  other.searchParams.set("state", "another");
  expect(await comeBack(browser, other.href)).toBe(refused.location);
  expect(await comeBack(new Browser(), address)).toBe(refused.location);
  expect((await browser.send(me.GET, "/api/me")).status).toBe(401);
});

test("an answer that has been used signs nobody in", async () => {
  const browser = new Browser();
  const address = await logIn(await start(browser), "carol");
  const cookies = new Map(browser.cookies);
  expect(await comeBack(browser, address)).toBe("/history");
  const thief = new Browser();
  for (const [name, value] of cookies) thief.cookies.set(name, value);
  expect(await comeBack(thief, address)).toBe(refused.location);
});

test("a provider that does not answer, or calls itself something else, signs nobody in", async () => {
  const gone = await startOpenidServer(client);
  await gone.stop();
  configure(gone.issuer);
  const browser = new Browser();
  expect(await pageOf(browser, await start(browser))).toBe("/sign-in?error=OAuthSignin");
  // The same server by another name.
  configure(server.issuer.replace("localhost", "127.0.0.1"));
  expect(await signInAs("carol")).toEqual(refused);
});

test("the switch of sign-ups and suspension hold here too", async () => {
  const carol = await signInAs("carol");
  await setSwitch("sign_up", "closed");
  expect((await signInAs("erin")).location).toBe("/sign-in?error=sign_up_closed");
  await setSwitch("sign_up", "invitation");
  expect((await signInAs("erin")).location).toBe("/sign-in?error=invitation_needed");
  expect((await signInAs("carol")).status).toBe(200);
  await setSwitch("sign_up", null);
  await suspendPerson(carol.person?.username ?? "");
  expect((await signInAs("carol")).location).toBe("/sign-in?error=suspended");
});
