import fc from "fast-check";
import { decode, encode } from "next-auth/jwt";
import { afterEach, describe, expect, test, vi } from "vitest";
import * as configuration from "@/lib/env";
import { startApp } from "../_testing/app";
import { Browser } from "../_testing/browser";
import { contextOf, newPerson, signIn, signOut } from "../_testing/people";
import { auth, me, people } from "../_testing/routes";

startApp();
afterEach(() => vi.restoreAllMocks());

const own = (purpose: string, port = "-3000") => `browser-phone${port}.${purpose}`;
const purposes = ["session", "csrf", "callback", "pkce", "state", "nonce", "device", "language"];

/** Cookies of this app, of its version 0.1, and of other projects with next-auth on the same host. */
const names = [
  ...purposes.map((purpose) => own(purpose)),
  ...["0", "1", "2"].map((part) => `${own("session")}.${part}`),
  ...[
    "session-token",
    "session-token.0",
    "csrf-token",
    "callback-url",
    "state",
    "nonce",
    "pkce.code_verifier",
  ].map((name) => `next-auth.${name}`),
  "browser-phone.session",
  "locale",
  "__proto__",
  "constructor",
];
const values = fc.oneof(
  fc.constantFrom(
    ...[
      "",
      "x",
      "null",
      "undefined",
      "|",
      "a|b",
      "//evil.example",
      "https://evil.example",
      "javascript:alert(1)",
    ],
    ...[
      "%",
      "%00",
      "%E0%A4%A",
      "{}",
      "[]",
      "a.b.c",
      "a.b.c.d.e",
      "eyJhbGciOiJkaXIifQ....",
      "~",
      ".~.",
      "0".repeat(4_000),
    ],
    ...[
      "http://[",
      "http://localhost:3000",
      "http://localhost:3000/.//evil.example",
      "\u00ff",
      '"',
      "=",
      "a=b",
    ],
  ),
  // What a browser may send: no control characters and no semicolon.
  fc.string({ unit: fc.constantFrom(..."abc019|.%=/\\:~_-\"' @é"), maxLength: 60 }),
);
const cookieHeader = fc
  .array(fc.tuple(fc.constantFrom(...names), values), { maxLength: 8 })
  .map((pairs) => pairs.map(([name, value]) => `${name}=${value}`).join("; "));

/** A browser with cookies beside its own, sent before them or after them. */
class Crowded extends Browser {
  constructor(
    readonly before: string,
    readonly after = "",
  ) {
    super();
  }

  override sendRequest(handling: () => Promise<Response>, request: Request): Promise<Response> {
    const all = [this.before, request.headers.get("cookie"), this.after].filter(Boolean).join("; ");
    request.headers.set("cookie", toBytes(all));
    return super.sendRequest(handling, request);
  }
}

/** A header is made of bytes; other characters arrive as those of their UTF-8 form. */
const toBytes = (text: string) => Buffer.from(text).toString("latin1");

const ask = (browser: Browser, method: "GET" | "POST", path: string, form: Record<string, string> = {}) => {
  const [, ...parts] = path.split("/");
  const context = contextOf(...parts);
  return method === "GET"
    ? browser.send(auth.GET, `/api/auth${path}?${new URLSearchParams(form)}`, { context })
    : browser.send(auth.POST, `/api/auth${path}`, { form, context });
};
const signedIn = async (browser: Browser) => (await browser.send(me.GET, "/api/me")).status === 200;

describe("cookies of others, of an older version, or broken ones", () => {
  test("no route of sign-in fails because of them", async () => {
    const routes = [
      ...["/csrf", "/session", "/providers", "/signin", "/signin/github", "/signout", "/error"].map(
        (path) => ["GET", path] as const,
      ),
      ...["/signin/github", "/signin/credentials", "/signout", "/callback/credentials", "/session"].map(
        (path) => ["POST", path] as const,
      ),
      ["GET", "/callback/github"] as const,
    ];
    await fc.assert(
      fc.asyncProperty(cookieHeader, fc.constantFrom(...routes), async (cookies, [method, path]) => {
        const response = await ask(new Crowded(cookies), method, path);
        expect(response.status, `${method} ${path}: ${await response.clone().text()}`).toBeLessThan(500);
      }),
      { numRuns: 250 },
    );
  });

  test("one can sign in and out beside them, whether they come first or last", async () => {
    await newPerson("crowded");
    await fc.assert(
      fc.asyncProperty(cookieHeader, cookieHeader, async (before, after) => {
        const browser = new Crowded(before, after);
        expect((await signIn(browser, "crowded")).status).toBe(200);
        expect(await signedIn(browser)).toBe(true);
        expect((await signOut(browser)).status).toBe(200);
        expect(await signedIn(browser)).toBe(false);
      }),
      { numRuns: 15 },
    );
  });

  test.each([
    ["next-auth's callback address", "next-auth.callback-url=x"],
    ["our own callback address", `${own("callback")}=x`],
    ["a CSRF cookie of another form", `${own("csrf")}=x; next-auth.csrf-token=a|b`],
    ["a session cookie of one letter", `${own("session")}=x`],
    ["a session cookie that is too long", `${own("session")}=${"x".repeat(10_000)}`],
    ["a session cookie in parts", `${own("session")}.0=abc; ${own("session")}.1=def`],
    ["the same name twice", `${own("session")}=x; ${own("session")}=y; ${own("csrf")}=x; ${own("csrf")}=y|z`],
    [
      "a session cookie of another secret",
      `next-auth.session-token=eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..a.b.c`,
    ],
  ])("%s does not keep anybody out", async (_name, cookies) => {
    for (const browser of [new Crowded(cookies), new Crowded("", cookies)]) {
      const { browser: known } = await newPerson(`kept_${crypto.randomUUID().slice(0, 8)}`);
      for (const [name, value] of known.cookies) browser.cookies.set(name, value);
      expect(await signedIn(browser)).toBe(true);
      expect((await ask(browser, "GET", "/session")).status).toBe(200);
      const csrf = await (await ask(browser, "GET", "/csrf")).json();
      expect((await ask(browser, "POST", "/signout", { ...csrf, json: "true" })).status).toBe(200);
      expect(await signedIn(browser)).toBe(false);
    }
  });

  test("signing out ends a session that is in no part of a broken cookie", async () => {
    const { browser } = await newPerson("parted");
    const token = browser.cookies.get(own("session")) ?? "";
    const parted = new Crowded(
      `${own("session")}.0=${token.slice(0, 50)}; ${own("session")}.1=${token.slice(50)}`,
    );
    expect(await signedIn(parted)).toBe(false);
    expect(await signedIn(browser)).toBe(true);
  });
});

describe("where sign-in leads", () => {
  const evil = [
    ...["//evil.example", "/.//evil.example", "/\\evil.example", "/\t/evil.example", "https://evil.example"],
    ...[
      "javascript:alert(1)",
      "x",
      "http://localhost:3000@evil.example",
      "http://localhost:3000.evil.example/",
    ],
    ...[
      "http://localhost:3000/.//evil.example",
      "http://localhost:3000//evil.example",
      "@evil.example",
      "\ud800",
    ],
    ...["/\r\nSet-Cookie: a=b", `/${"x".repeat(5_000)}`, "http://["],
  ];
  const isOurs = (address: string) => expect(new URL(address).origin).toBe("http://localhost:3000");

  test.each(evil)("a callback address of %j leads nowhere else, and fails nowhere", async (callbackUrl) => {
    const browser = new Browser();
    const { csrfToken } = await (await ask(browser, "GET", "/csrf")).json();
    const out = await ask(browser, "POST", "/signout", { csrfToken, callbackUrl, json: "true" });
    expect(out.status).toBe(200);
    isOurs((await out.json()).url);
    // The cookie has the checked address now.
    const again = await ask(browser, "POST", "/signout", { csrfToken, json: "true" });
    isOurs((await again.json()).url);
    const inQuery = await browser.send(
      auth.POST,
      `/api/auth/signout?${new URLSearchParams({ callbackUrl })}`,
      {
        form: { csrfToken, json: "true" },
        context: contextOf("signout"),
      },
    );
    expect(inQuery.status).toBe(200);
    isOurs((await inQuery.json()).url);
    for (const path of ["/signin", "/signin/nothing", "/error"]) {
      const response = await ask(new Browser(), "GET", path, { callbackUrl, error: callbackUrl });
      expect(response.status).toBeLessThan(500);
      isOurs(response.headers.get("location") ?? "http://localhost:3000");
    }
  });

  test("a page of ours is kept, with its query", async () => {
    const browser = new Browser();
    const { csrfToken } = await (await ask(browser, "GET", "/csrf")).json();
    for (const callbackUrl of ["/call/bob?x=1", "http://localhost:3000/call/bob?x=1"]) {
      const out = await ask(browser, "POST", "/signout", { csrfToken, callbackUrl, json: "true" });
      expect((await out.json()).url).toBe("http://localhost:3000/call/bob?x=1");
    }
  });

  test("fields of a JSON body that are no texts are passed over", async () => {
    for (const json of [
      null,
      7,
      [],
      { callbackUrl: {} },
      { callbackUrl: [1], csrfToken: {}, username: null },
    ]) {
      const options = { json, context: contextOf("signout") };
      expect((await new Browser().send(auth.POST, "/api/auth/signout", options)).status).toBeLessThan(500);
    }
    const headers = { "content-type": "application/json" };
    const broken = { body: "{", headers, context: contextOf("signout") };
    expect((await new Browser().send(auth.POST, "/api/auth/signout", broken)).status).toBe(400);
  });
});

describe("several origins", () => {
  /** Runs as an app with these settings. */
  function configure(settings: Record<string, string | undefined>) {
    const { parseEnv } = configuration;
    const values = parseEnv({ ...process.env, VOICE_GATEWAY_URL: "", NEXTAUTH_URL: "", ...settings });
    vi.spyOn(configuration, "env").mockReturnValue(values);
  }
  const on = (url: string) => ({
    host: new URL(url).host,
    "x-forwarded-proto": new URL(url).protocol.slice(0, -1),
  });

  /** Signs in as a page of `origin` does, and returns the `Set-Cookie` lines. */
  async function enterAt(origin: string, username: string, browser = new Browser()): Promise<string[]> {
    const headers = { ...on(origin), "x-forwarded-for": crypto.randomUUID() };
    const csrf = await browser.send(auth.GET, "/api/auth/csrf", { headers, context: contextOf("csrf") });
    const { csrfToken } = await csrf.json();
    const response = await browser.send(auth.POST, "/api/auth/callback/credentials", {
      form: { username, password: "correct horse battery", csrfToken, json: "true" },
      headers: { ...headers, origin },
      context: contextOf("callback", "credentials"),
    });
    expect(response.status).toBe(200);
    expect((await response.json()).url).toBe(origin);
    const state = await browser.send(me.GET, "/api/me", { headers: on(origin) });
    expect(state.status).toBe(200);
    return [...csrf.headers.getSetCookie(), ...response.headers.getSetCookie()];
  }

  test("cookies are Secure on the https page, and not on the http page, of one app", async () => {
    await newPerson("both_ways");
    configure({ APP_URL: "https://phone.example", NEXTAUTH_URL: "http://localhost:3000" });
    const secure = await enterAt("https://phone.example", "both_ways");
    const plain = await enterAt("http://localhost:3000", "both_ways");
    for (const line of secure) expect(line).toMatch(/^__Host-browser-phone\.\w+=.*; Secure/);
    for (const line of plain) {
      expect(line).toMatch(/^browser-phone-3000\.\w+=/);
      expect(line).not.toMatch(/Secure/i);
    }
    for (const line of [...secure, ...plain]) {
      expect(line).toMatch(/HttpOnly/);
      expect(line).toMatch(/SameSite=Lax/);
      expect(line).not.toMatch(/Domain/i);
    }
  });

  test("requests of both pages at the same time get their own addresses", async () => {
    configure({ APP_URL: "https://phone.example", NEXTAUTH_URL: "http://localhost:3000" });
    const pages = ["https://phone.example", "http://localhost:3000"];
    const answers = await Promise.all(
      Array.from({ length: 20 }, async (_, index) => {
        const origin = pages[index % 2] ?? "";
        const options = { headers: on(origin), context: contextOf("providers") };
        const response = await new Browser().send(auth.GET, "/api/auth/providers", options);
        return [origin, await response.json()] as const;
      }),
    );
    for (const [origin, { credentials }] of answers) {
      expect(credentials.callbackUrl).toBe(`${origin}/api/auth/callback/credentials`);
    }
  });

  test("two copies on one host keep their people signed in beside each other", async () => {
    await newPerson("on_both");
    const browser = new Browser();
    configure({ APP_URL: "http://localhost:3000" });
    await enterAt("http://localhost:3000", "on_both", browser);
    configure({ APP_URL: "http://localhost:4000", NEXTAUTH_SECRET: "9".repeat(64) });
    await enterAt("http://localhost:4000", "on_both", browser);
    expect(await signedIn(browser)).toBe(true);
    configure({ APP_URL: "http://localhost:3000" });
    expect(await signedIn(browser)).toBe(true);
    // Each has its own cookie for every purpose.
    const ports = [...browser.cookies.keys()].map((name) => /^browser-phone-(\d+)\./.exec(name)?.[1]);
    expect(ports.filter((port) => port === "3000").length).toBe(ports.length / 2);
  });

  const github = { GITHUB_ID: "id", GITHUB_SECRET: "secret" };
  const offeredAt = async (headers: Record<string, string>) => {
    const response = await new Browser().send(auth.GET, "/api/auth/providers", {
      headers,
      context: contextOf("providers"),
    });
    return Object.keys(await response.json());
  };

  test("a preview on Vercel does not offer GitHub, which would send people to the production site", async () => {
    const vercel = {
      ...github,
      VERCEL: "1",
      DATABASE_URL: "postgres://db.example/phone",
      VERCEL_URL: "a.vercel.app",
      VERCEL_BRANCH_URL: "b.vercel.app",
      APP_URL: "",
      VERCEL_PROJECT_PRODUCTION_URL: "phone.example",
    };
    configure({ ...vercel, VERCEL_ENV: "preview" });
    for (const host of ["a.vercel.app", "b.vercel.app", "another.vercel.app"]) {
      expect(await offeredAt({ host, "x-forwarded-proto": "https" })).toEqual(["credentials"]);
    }
    configure({ ...vercel, VERCEL_ENV: "preview", NEXTAUTH_URL: "https://b.vercel.app" });
    expect(await offeredAt({ host: "b.vercel.app" })).toEqual(["credentials", "github"]);
    configure({ ...vercel, VERCEL_ENV: "production" });
    expect(await offeredAt({ host: "phone.example" })).toEqual(["credentials", "github"]);
  });

  test("GitHub is offered on the pages to which it sends people back, also behind a proxy that changes Host", async () => {
    configure({ ...github, APP_URL: "https://phone.example", NEXTAUTH_URL: "http://localhost:3000" });
    expect(await offeredAt({ host: "localhost:3000" })).toEqual(["credentials", "github"]);
    expect(await offeredAt({ host: "phone.example" })).toEqual(["credentials"]);
    configure({ ...github, APP_URL: "https://phone.example" });
    expect(await offeredAt({ host: "app:3000" })).toEqual(["credentials", "github"]);
  });

  test("the demo people's published password is worth nothing through a tunnel to local mode", async () => {
    const { browser } = await newPerson("tunneled");
    await signOut(browser);
    const { csrfToken } = await (await ask(browser, "GET", "/csrf")).json();
    const from = (headers: Record<string, string>) =>
      browser.send(auth.POST, "/api/auth/callback/credentials", {
        form: { username: "tunneled", password: "correct horse battery", csrfToken, json: "true" },
        headers,
        context: contextOf("callback", "credentials"),
      });
    for (const name of ["host", "x-forwarded-host"]) {
      for (const host of ["x.trycloudflare.com", "192.168.1.5:3000", "evil.example"]) {
        expect((await from({ [name]: host })).status).toBe(403);
      }
    }
    expect((await from({ host: "127.0.0.1:3000" })).status).toBe(200);
  });
});

test("a session of version 0.1 goes on under the old name of its cookie, until sign-out removes it", async () => {
  const { browser } = await newPerson("before_ports");
  const token = browser.cookies.get(own("session")) ?? "";
  const old = new Browser();
  old.cookies.set("browser-phone.session", token);
  expect(await signedIn(old)).toBe(true);
  const csrf = await (await ask(old, "GET", "/csrf")).json();
  const out = await ask(old, "POST", "/signout", { ...csrf, json: "true" });
  expect(out.status).toBe(200);
  expect(await signedIn(browser)).toBe(false);
  expect([...old.cookies.keys()]).not.toContain("browser-phone.session");
});

test("what next-auth encrypts for another cookie is no session", async () => {
  const { browser } = await newPerson("mixed_up");
  const real = configuration.env();
  const { sid } =
    (await decode({
      token: browser.cookies.get(own("session")),
      secret: real.NEXTAUTH_SECRET,
    })) ?? {};
  const encrypted = (salt?: string) =>
    encode({ token: { sid }, secret: real.NEXTAUTH_SECRET, ...(salt === undefined ? {} : { salt }) });
  const copy = new Browser();
  copy.cookies.set(own("session"), await encrypted());
  expect(await signedIn(copy)).toBe(true);
  const session = await encrypted(own("state"));
  const other = new Browser();
  other.cookies.set(own("session"), session);
  expect(await signedIn(other)).toBe(false);
  expect(await signedIn(browser)).toBe(true);
});

test("a page's list of people is not affected by the cookies of others", async () => {
  const { browser } = await newPerson("lister");
  const crowded = new Crowded("locale=zz; next-auth.callback-url=x");
  for (const [name, value] of browser.cookies) crowded.cookies.set(name, value);
  expect((await crowded.send(people.GET, "/api/people")).status).toBe(200);
});
