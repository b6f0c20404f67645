// First, since it replaces a module that the routes import.
import "./scope";
import { randomBytes, randomUUID } from "node:crypto";
import { encode } from "next-auth/jwt";
import { expect } from "vitest";
import { z } from "zod";
import { tokenResponseSchema } from "@/lib/contracts";
import { env } from "@/lib/env";
import { cookieName } from "@/lib/page-origin";
import { startSession } from "@/lib/server/auth/sessions";
import { createPerson } from "@/lib/server/people/create-person";
import { Browser } from "./browser";
import { auth, people, presence, voiceToken } from "./routes";

/** Of everybody in these tests. */
export const password = "correct horse battery";

/** A signed-in person with a browser and the tab that has the phone. */
export interface TestPerson {
  readonly username: string;
  readonly displayName: string;
  readonly browser: Browser;
  readonly tab: string;
}

/** A client's address that no other test uses. */
export function newAddress(): string {
  return `2001:db8:${randomBytes(2).toString("hex")}:${randomBytes(2).toString("hex")}::1`;
}

/** Signs somebody up and in. */
export async function newPerson(username: string, displayName = username): Promise<TestPerson> {
  const browser = new Browser();
  const created = await browser.send(people.POST, "/api/people", {
    json: { username, displayName, password },
    // An address of their own, so that tests do not reach the limit of sign-ups per address.
    headers: { "x-forwarded-for": newAddress() },
  });
  expect(created.status).toBe(201);
  expect((await signIn(browser, username)).status).toBe(200);
  return { username, displayName, browser, tab: randomUUID() };
}

/** A person without a password who is signed in: much quicker than {@link newPerson}, which hashes one twice. */
export async function newDevice(username = `d_${randomUUID().slice(0, 8)}`): Promise<TestPerson> {
  const id = await createPerson({ username, displayName: username, passwordHash: null });
  if (id === null) throw new Error(`${username} exists`);
  return { username, displayName: username, browser: await signedInBrowser(id), tab: randomUUID() };
}

/** The same person on another device, also without a password. */
export async function nextDevice(person: TestPerson): Promise<TestPerson> {
  return { ...person, browser: await signedInBrowser(await idOf(person)), tab: randomUUID() };
}

async function signedInBrowser(id: string): Promise<Browser> {
  const token = { sid: await startSession(id, null), uid: id };
  const browser = new Browser();
  browser.cookies.set(
    cookieName("session", env().APP_URL),
    await encode({ token, secret: env().NEXTAUTH_SECRET }),
  );
  return browser;
}

/** Signs in as the sign-in page does. */
export async function signIn(
  browser: Browser,
  username: string,
  given = password,
  address: string = newAddress(),
): Promise<Response> {
  const context = contextOf("csrf");
  const csrf = await browser.send(auth.GET, "/api/auth/csrf", { context });
  const { csrfToken } = z.object({ csrfToken: z.string() }).parse(await csrf.json());
  return browser.send(auth.POST, "/api/auth/callback/credentials", {
    form: { username, password: given, csrfToken, json: "true" },
    headers: { "x-forwarded-for": address },
    context: contextOf("callback", "credentials"),
  });
}

/** Signs out as the pages do. */
export async function signOut(browser: Browser): Promise<Response> {
  const csrf = await browser.send(auth.GET, "/api/auth/csrf", { context: contextOf("csrf") });
  const { csrfToken } = z.object({ csrfToken: z.string() }).parse(await csrf.json());
  return browser.send(auth.POST, "/api/auth/signout", {
    form: { csrfToken, json: "true" },
    context: contextOf("signout"),
  });
}

/** Sends a beat of that person's tab. */
export async function beat(
  { browser, tab }: TestPerson,
  change: { phone?: "ready" | "in_call" | "gone"; ref?: string | null; hidden?: boolean; tab?: string } = {},
): Promise<void> {
  const json = { tab, phone: "ready", hidden: false, ref: null, ...change };
  const response = await browser.send(presence.POST, "/api/presence", { json });
  expect(response.status).toBe(204);
}

/** The Twilio identity of that person's device, from an access token. */
export async function identityOf({ browser }: Pick<TestPerson, "browser">): Promise<string> {
  const response = await browser.send(voiceToken.POST, "/api/voice/token", { method: "POST" });
  return tokenResponseSchema.parse(await response.json()).identity;
}

/** That person's opaque id. */
export async function idOf(person: TestPerson): Promise<string> {
  return (await identityOf(person)).replace(/_[^_]+$/, "");
}

/** Signs the same person in on another device, with a tab of its own. */
export async function otherDevice(person: TestPerson): Promise<TestPerson> {
  const browser = new Browser();
  expect((await signIn(browser, person.username)).status).toBe(200);
  return { ...person, browser, tab: randomUUID() };
}

/** What Next hands to next-auth's route. */
export function contextOf(...nextauth: string[]) {
  return { params: Promise.resolve({ nextauth }) };
}
