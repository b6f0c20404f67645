import { sql } from "drizzle-orm";
import { afterEach, describe, expect, test, vi } from "vitest";
import { passkeyChallenges, passkeys, rateLimits } from "@/lib/db";
import { env } from "@/lib/env";
import { suspendPerson } from "@/lib/server/auth/suspend-person";
import { startApp } from "../_testing/app";
import { Authenticator } from "../_testing/authenticator";
import { Browser } from "../_testing/browser";
import {
  addPasskey,
  askToShow,
  askToSignIn,
  codeOf,
  signInByPasskey,
  signInWith,
} from "../_testing/passkeys";
import { newPerson, signIn } from "../_testing/people";
import { me, passkey, passkeySignInOptions, sessions } from "../_testing/routes";

const app = startApp();
afterEach(() => vi.restoreAllMocks());

const statusOf = async (browser: Browser) => (await browser.send(me.GET, "/api/me")).status;
const nameOf = async (browser: Browser) => (await (await browser.send(me.GET, "/api/me")).json()).username;
const refused = [401, "passkey_refused"];
const unknown = [401, "passkey_unknown"];

/** Somebody with a passkey, and a browser in which nobody is signed in. */
async function owner(username: string) {
  const { browser } = await newPerson(username);
  return { home: browser, device: await addPasskey(browser), browser: new Browser() };
}

describe("signing in with a passkey", () => {
  test("signs in its person, although no name was given, and again with the next challenge", async () => {
    const { device, browser } = await owner("key_owner");
    const answer = await signInByPasskey(browser, device);
    expect(answer.status).toBe(204);
    expect(await nameOf(browser)).toBe("key_owner");
    const again = new Browser();
    expect((await signInByPasskey(again, device)).status).toBe(204);
    expect(await statusOf(again)).toBe(200);
  });

  test("the session is like one that a password starts: its cookie, its name in the list, its predecessor ended", async () => {
    const { device, home } = await owner("key_like");
    const phone = new Browser("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0");
    const answer = await signInByPasskey(phone, device);
    const cookie = answer.headers.getSetCookie().find((line) => line.includes("session="));
    expect(cookie).toMatch(
      /^browser-phone-3000\.session=[^;]+; Path=\/; Max-Age=34560000; HttpOnly; SameSite=Lax$/,
    );
    const before = new Map(phone.cookies);
    expect((await signInByPasskey(phone, device)).status).toBe(204);
    const copy = new Browser();
    for (const [name, value] of before) copy.cookies.set(name, value);
    expect(await statusOf(copy)).toBe(401);
    const list = await (await home.send(sessions.GET, "/api/sessions")).json();
    expect(list.sessions.map(({ device: name }: { device: string }) => name)).toContain("Firefox on Linux");
  });

  test("makes the device known: strangers who guess the password do not lock it out", async () => {
    const { device, browser } = await owner("key_known");
    await signInByPasskey(browser, device);
    for (let count = 0; count < 11; count++) await signIn(new Browser(), "key_known", "wrong");
    expect((await signIn(new Browser(), "key_known")).status).toBe(429);
    expect((await signIn(browser, "key_known")).status).toBe(200);
  });

  test("asks for no passkey by name, so that nobody learns who has one", async () => {
    const { options } = await askToSignIn(new Browser());
    expect(options).toMatchObject({ rpId: "localhost", userVerification: "required", allowCredentials: [] });
  });
});

describe("a passkey is refused", () => {
  test.each([
    ["on a page of another origin", { origin: "http://localhost:4000" }],
    ["on another site", { origin: "https://evil.example" }],
    ["if it is bound to another host", { rpId: "evil.example" }],
    ["if it answers another challenge", { toChallenge: "AAAAAAAAAAAAAAAAAAAAAA" }],
    ["if its device has not checked who uses it", { unverified: true }],
  ])("%s", async (title, wrong) => {
    const { device, browser } = await owner(`key_${title.replaceAll(/[^a-z]/g, "").slice(-20)}`);
    const answer = await signInWith(browser, device.use(await askToSignIn(browser), wrong));
    expect(await codeOf(answer)).toEqual(refused);
    expect(await statusOf(browser)).toBe(401);
  });

  test("on the page of another configured origin than the one that asks", async () => {
    const { device, browser } = await owner("key_two_origins");
    const { origins } = env();
    vi.spyOn(env(), "origins", "get").mockReturnValue(new Set([...origins, "https://two.example"]));
    const answer = await signInWith(
      browser,
      device.use(await askToSignIn(browser), { origin: "https://two.example" }),
    );
    expect(await codeOf(answer)).toEqual(refused);
  });

  test("if its answer is sent a second time", async () => {
    const { device, browser } = await owner("key_replayed");
    const used = device.use(await askToSignIn(browser));
    expect((await signInWith(browser, used)).status).toBe(204);
    expect(await codeOf(await signInWith(new Browser(), used))).toEqual(refused);
  });

  test("if a wrong answer to the same challenge came first", async () => {
    const { device, browser } = await owner("key_second_try");
    const question = await askToSignIn(browser);
    await signInWith(browser, device.use(question, { unverified: true }));
    expect(await codeOf(await signInWith(browser, device.use(question)))).toEqual(refused);
  });

  test("five minutes after the challenge", async () => {
    const { device, browser } = await owner("key_late");
    const used = device.use(await askToSignIn(browser));
    await app.db.update(passkeyChallenges).set({ expiresAt: sql`now()` });
    expect(await codeOf(await signInWith(browser, used))).toEqual(refused);
  });

  test("if it answers a challenge that was made for somebody who is signed in", async () => {
    const { device, browser, home } = await owner("key_confirming");
    expect(await codeOf(await signInWith(browser, device.use(await askToShow(home))))).toEqual(refused);
  });

  test("if its signature is by another key", async () => {
    const { device, browser } = await owner("key_forged");
    const question = await askToSignIn(browser);
    const right = device.use(question);
    const forger = new Authenticator();
    const { signature } = forger.use(question).credential.response;
    const response = { ...right.credential.response, signature };
    const forged = { ...right, credential: { ...right.credential, response } };
    expect(await codeOf(await signInWith(browser, forged))).toEqual(refused);
  });

  test("if it counts its uses, and the count has not gone up", async () => {
    const { device, browser } = await owner("key_counting");
    device.counter = 5;
    expect((await signInByPasskey(browser, device)).status).toBe(204);
    for (const counter of [5, 4, 0]) {
      device.counter = counter;
      expect(await codeOf(await signInByPasskey(new Browser(), device))).toEqual(refused);
    }
    device.counter = 6;
    expect((await signInByPasskey(browser, device)).status).toBe(204);
  });

  test("if two copies of it are used with the same count at the same moment: one of them", async () => {
    const { device } = await owner("key_copied");
    device.counter = 3;
    const both = await Promise.all([
      signInByPasskey(new Browser(), device),
      signInByPasskey(new Browser(), device),
    ]);
    expect(both.map(({ status }) => status).toSorted()).toEqual([204, 401]);
  });

  test("if it names another person than its owner, or none", async () => {
    const { device, browser } = await owner("key_misnamed");
    for (const userHandle of [Buffer.from("u_somebody_else").toString("base64url"), ""]) {
      const used = device.use(await askToSignIn(browser), { userHandle });
      const answer = await signInWith(browser, userHandle ? used : withoutHandle(used));
      expect(await codeOf(answer)).toEqual(unknown);
    }
  });

  test("if it was never added", async () => {
    const browser = new Browser();
    expect(await codeOf(await signInByPasskey(browser, new Authenticator()))).toEqual(unknown);
  });

  test("once it was removed", async () => {
    const { device, browser, home } = await owner("key_removed");
    const context = { params: Promise.resolve({ id: device.id }) };
    const removed = await home.send(passkey.DELETE, `/api/me/passkeys/${device.id}`, {
      method: "DELETE",
      context,
    });
    expect(removed.status).toBe(204);
    expect(await codeOf(await signInByPasskey(browser, device))).toEqual(unknown);
    expect(await app.db.$count(passkeys, sql`${passkeys.id} = ${device.id}`)).toBe(0);
  });

  test("if its person is suspended, and says so only to them", async () => {
    const { device, browser } = await owner("key_suspended");
    await suspendPerson("key_suspended");
    expect(await codeOf(await signInByPasskey(browser, device))).toEqual([403, "suspended"]);
    expect(await statusOf(browser)).toBe(401);
  });

  test("through a tunnel to local mode, as every sign-in", async () => {
    const { device, browser } = await owner("key_tunnel");
    const json = device.use(await askToSignIn(browser));
    const { POST } = await import("./sign-in/route");
    const headers = { "x-forwarded-host": "somebody.tunnel.example" };
    const answer = await browser.send(POST, "/api/passkeys/sign-in", { json, headers });
    expect(await codeOf(answer)).toEqual([403, "forbidden"]);
  });
});

test("one address gets 60 challenges in five minutes", async () => {
  await app.db.delete(rateLimits);
  const ask = () =>
    new Browser().send(passkeySignInOptions.POST, "/api/passkeys/sign-in/options", {
      method: "POST",
      headers: { "x-forwarded-for": "192.0.2.77" },
    });
  const statuses: number[] = [];
  for (let count = 0; count < 61; count++) statuses.push((await ask()).status);
  expect(statuses.filter((status) => status === 200)).toHaveLength(60);
  expect(statuses.at(-1)).toBe(429);
});

test("the log says why, and shows nothing that the passkey sent", async () => {
  const { device, browser } = await owner("key_logged");
  const written: string[] = [];
  vi.spyOn(process.stdout, "write").mockImplementation((text) => written.push(String(text)) > 0);
  const used = device.use(await askToSignIn(browser), { origin: "https://evil.example" });
  await signInWith(browser, used);
  const lines = written.filter((line) => line.includes("passkey_refused"));
  expect(lines).toEqual([expect.stringContaining('"reason":"not_verified"')]);
  expect(written.join("")).not.toContain(used.credential.response.signature);
  expect(written.join("")).not.toContain("evil.example");
});

function withoutHandle(used: ReturnType<Authenticator["use"]>) {
  const { userHandle: _, ...response } = used.credential.response;
  return { ...used, credential: { ...used.credential, response } };
}
