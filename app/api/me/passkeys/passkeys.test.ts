import { eq, sql } from "drizzle-orm";
import { afterEach, describe, expect, test, vi } from "vitest";
import { type PasskeysResponse, passkeysResponseSchema } from "@/lib/contracts";
import { passkeys as rows, sessions, users } from "@/lib/db";
import { startApp } from "../../_testing/app";
import { Authenticator, bytes, text } from "../../_testing/authenticator";
import { Browser } from "../../_testing/browser";
import { add, addPasskey, askToAdd, askToShow, codeOf, signInByPasskey } from "../../_testing/passkeys";
import { newDevice, newPerson, password, signIn } from "../../_testing/people";
import {
  passkey,
  passkeyOptions,
  passkeys,
  password as passwordRoute,
  recoveryCodes,
} from "../../_testing/routes";

const app = startApp();
afterEach(() => vi.restoreAllMocks());

async function list(browser: Browser): Promise<PasskeysResponse> {
  return passkeysResponseSchema.parse(await (await browser.send(passkeys.GET, "/api/me/passkeys")).json());
}

const options = (browser: Browser, json: object) =>
  browser.send(passkeyOptions.POST, "/api/me/passkeys/options", { json });

function change(browser: Browser, method: "PATCH" | "DELETE", id: string, json?: object) {
  const context = { params: Promise.resolve({ id }) };
  return browser.send(passkey[method], `/api/me/passkeys/${id}`, { method, context, json });
}

describe("adding a passkey", () => {
  test("the list shows it with the device's name, and never used", async () => {
    const browser = new Browser("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0");
    await newPerson("adder");
    await signIn(browser, "adder");
    const device = await addPasskey(browser);
    const made = { id: device.id, name: "Firefox on Linux", synced: false, lastUsedAt: null };
    expect(await list(browser)).toEqual({ passkeys: [expect.objectContaining(made)], otherWay: true });
    await signInByPasskey(new Browser(), device);
    expect((await list(browser)).passkeys[0]?.lastUsedAt).not.toBeNull();
  });

  test("the browser is asked for one that needs no username, checks its user, and is not there yet", async () => {
    const { browser, username } = await newPerson("asked");
    const device = await addPasskey(browser);
    const { options: asked } = await askToAdd(browser);
    expect(asked).toMatchObject({
      rp: { id: "localhost" },
      user: { name: username },
      attestation: "none",
      authenticatorSelection: { residentKey: "required", userVerification: "required" },
      excludeCredentials: [{ id: device.id, transports: ["internal", "hybrid"] }],
    });
  });

  test.each([
    ["a wrong password", { password: "not it at all" }, [401, "wrong_password"]],
    ["nothing", {}, [403, "confirmation_needed"]],
  ])("%s does not do as a proof of who asks", async (_title, proof, expected) => {
    const { browser } = await newPerson(`prover_${expected[0]}`);
    expect(await codeOf(await options(browser, proof))).toEqual(expected);
  });

  test("guessing the password as a proof ends after ten attempts in this session, and not on other devices", async () => {
    const { browser, username } = await newPerson("guessed");
    for (let count = 0; count < 10; count++) await options(browser, { password: `guess ${count}` });
    expect((await options(browser, { password })).status).toBe(429);
    const phone = new Browser();
    await signIn(phone, username);
    expect((await options(phone, { password })).status).toBe(200);
  });

  test("a person with neither password nor passkey must have signed in within ten minutes", async () => {
    const { browser, username } = await newDevice();
    const device = await addPasskey(browser, {});
    expect((await list(browser)).otherWay).toBe(false);
    // Now there is a passkey to show.
    expect(await codeOf(await options(browser, {}))).toEqual([403, "confirmation_needed"]);
    const shown = { passkey: device.use(await askToShow(browser)) };
    expect((await options(browser, shown)).status).toBe(200);
    const [person] = await app.db.select().from(users).where(eq(users.username, username));
    await app.db.delete(rows).where(eq(rows.userId, person?.id ?? ""));
    const old = { createdAt: sql`now() - interval '11 minutes'` };
    await app.db
      .update(sessions)
      .set(old)
      .where(eq(sessions.userId, person?.id ?? ""));
    expect(await codeOf(await options(browser, {}))).toEqual([403, "confirmation_needed"]);
  });

  test("the challenge to show a passkey, which needs no proof, does not do for adding one", async () => {
    const { browser } = await newPerson("shortcut");
    const answer = await add(browser, new Authenticator().create(await askToShow(browser)));
    expect(await codeOf(answer)).toEqual([401, "passkey_refused"]);
    expect((await list(browser)).passkeys).toEqual([]);
  });

  test.each([
    ["on a page of another origin", { origin: "https://evil.example" }],
    ["for another host", { rpId: "evil.example" }],
    ["that has not checked its user", { unverified: true }],
    ["for another challenge", { toChallenge: "AAAAAAAAAAAAAAAAAAAAAA" }],
  ])("one made %s is refused", async (title, wrong) => {
    const { browser } = await newPerson(`maker_${title.length}`);
    const answer = await add(browser, new Authenticator().create(await askToAdd(browser), wrong));
    expect(await codeOf(answer)).toEqual([401, "passkey_refused"]);
  });

  test("a certificate that names an address to ask is refused, and nothing is asked", async () => {
    const { browser } = await newPerson("certified");
    const fetched = vi.spyOn(globalThis, "fetch");
    // attStmt: { alg: -7, sig: …, x5c: […] }
    const statement = Buffer.concat([
      Buffer.from([0xa3]),
      ...[text("alg"), Buffer.from([0x26]), text("sig"), bytes(Buffer.alloc(70))],
      ...[text("x5c"), Buffer.from([0x81]), bytes(Buffer.alloc(64))],
    ]);
    const made = new Authenticator().create(await askToAdd(browser), { format: "packed", statement });
    expect(await codeOf(await add(browser, made))).toEqual([401, "passkey_refused"]);
    expect(fetched).not.toHaveBeenCalled();
  });

  test("another person's challenge, and a challenge that was answered, are refused", async () => {
    const [one, other] = [await newPerson("one_adder"), await newPerson("other_adder")];
    const made = new Authenticator().create(await askToAdd(one.browser));
    expect(await codeOf(await add(other.browser, made))).toEqual([401, "passkey_refused"]);
    expect((await add(one.browser, made)).status).toBe(201);
    expect(await codeOf(await add(one.browser, made))).toEqual([401, "passkey_refused"]);
  });

  test("a passkey that somebody else has added stays theirs", async () => {
    const [one, other] = [await newPerson("first_owner"), await newPerson("second_owner")];
    const device = await addPasskey(one.browser);
    const answer = await add(other.browser, device.create(await askToAdd(other.browser)));
    expect(await codeOf(answer)).toEqual([401, "passkey_refused"]);
  });

  test("a person has at most ten, also if two are added at the same moment", async () => {
    const { browser } = await newPerson("collector");
    for (let count = 0; count < 9; count++) await addPasskey(browser);
    const [tenth, eleventh] = [await askToAdd(browser), await askToAdd(browser)];
    const both = await Promise.all([
      add(browser, new Authenticator().create(tenth)),
      add(browser, new Authenticator().create(eleventh)),
    ]);
    expect(both.map(({ status }) => status).toSorted()).toEqual([201, 409]);
    expect(await codeOf(await options(browser, { password }))).toEqual([409, "too_many_passkeys"]);
  });
});

describe("a passkey of mine", () => {
  test("is renamed and removed by me alone", async () => {
    const [mine, other] = [await newPerson("mine"), await newPerson("not_mine")];
    const { id } = await addPasskey(mine.browser);
    expect((await change(mine.browser, "PATCH", id, { name: " Blue key " })).status).toBe(204);
    expect((await list(mine.browser)).passkeys[0]?.name).toBe("Blue key");
    expect((await change(other.browser, "PATCH", id, { name: "Mine now" })).status).toBe(404);
    expect((await change(other.browser, "DELETE", id)).status).toBe(404);
    expect((await list(mine.browser)).passkeys[0]?.name).toBe("Blue key");
    expect((await change(mine.browser, "DELETE", id)).status).toBe(204);
    expect((await list(mine.browser)).passkeys).toEqual([]);
    expect((await change(mine.browser, "DELETE", id)).status).toBe(404);
  });

  test.each(["", "  ", "x".repeat(65), "a\u202eb", "two\nlines"])("is not called %j", async (name) => {
    const { browser } = await newDevice();
    expect((await change(browser, "PATCH", "AAAA", { name })).status).toBe(400);
  });

  test("goes with its person", async () => {
    const { browser, username } = await newPerson("leaver");
    const { id } = await addPasskey(browser);
    await app.db.delete(users).where(eq(users.username, username));
    expect(await app.db.$count(rows, eq(rows.id, id))).toBe(0);
  });
});

describe("a passkey in place of the password", () => {
  const next = "staple of my own";
  const setPassword = (browser: Browser, json: object) =>
    browser.send(passwordRoute.PUT, "/api/me/password", { method: "PUT", json });

  test("sets a new password when the old one is forgotten, and signs the other devices out", async () => {
    const { browser, username } = await newPerson("forgetter");
    const device = await addPasskey(browser);
    const phone = new Browser();
    await signInByPasskey(phone, device);
    const answer = await setPassword(phone, { next, passkey: device.use(await askToShow(phone)) });
    expect(answer.status).toBe(204);
    expect((await browser.send(passkeys.GET, "/api/me/passkeys")).status).toBe(401);
    expect((await signIn(new Browser(), username, next)).status).toBe(200);
    expect((await signIn(new Browser(), username, password)).status).toBe(401);
  });

  test("sets the first password of somebody who had none", async () => {
    const { browser, username } = await newDevice();
    const device = await addPasskey(browser, {});
    const shown = device.use(await askToShow(browser));
    expect((await setPassword(browser, { next, passkey: shown })).status).toBe(204);
    expect((await signIn(new Browser(), username, next)).status).toBe(200);
  });

  test("another person's passkey does neither that nor new recovery codes", async () => {
    const [victim, thief] = [await newPerson("victim"), await newPerson("thief")];
    const device = await addPasskey(thief.browser);
    const shown = async () => device.use(await askToShow(victim.browser));
    const answer = await setPassword(victim.browser, { next, passkey: await shown() });
    expect(await codeOf(answer)).toEqual([401, "passkey_unknown"]);
    const codes = await victim.browser.send(recoveryCodes.POST, "/api/me/recovery-codes", {
      json: { passkey: await shown() },
    });
    expect(await codeOf(codes)).toEqual([401, "passkey_unknown"]);
  });
});
