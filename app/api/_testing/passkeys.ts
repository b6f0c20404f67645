// First, since it replaces a module that the routes import.
import "./scope";
import { expect } from "vitest";
import { passkeyQuestionSchema } from "@/lib/contracts";
import { Authenticator, type Question } from "./authenticator";
import type { Browser } from "./browser";
import { newAddress, password } from "./people";
import { passkeyConfirm, passkeyOptions, passkeySignIn, passkeySignInOptions, passkeys } from "./routes";

/** The status of an answer, and the code if it is an error of ours. */
export async function codeOf(response: Response): Promise<[status: number, code: string | null]> {
  const text = await response.text();
  return [response.status, response.ok ? null : JSON.parse(text).error.code];
}

/** What the browser is asked for that adds a passkey. */
export async function askToAdd(browser: Browser, proof: object = { password }): Promise<Question> {
  const answer = await browser.send(passkeyOptions.POST, "/api/me/passkeys/options", { json: proof });
  expect(answer.status).toBe(200);
  return passkeyQuestionSchema.parse(await answer.json()) as Question;
}

/** What the browser is asked for that shows a passkey of its person. */
export async function askToShow(browser: Browser): Promise<Question> {
  const answer = await browser.send(passkeyConfirm.POST, "/api/me/passkeys/confirm", { method: "POST" });
  return passkeyQuestionSchema.parse(await answer.json()) as Question;
}

/** What the browser is asked for that signs in. */
export async function askToSignIn(browser: Browser): Promise<Question> {
  const answer = await browser.send(passkeySignInOptions.POST, "/api/passkeys/sign-in/options", {
    method: "POST",
    headers: { "x-forwarded-for": newAddress() },
  });
  return passkeyQuestionSchema.parse(await answer.json()) as Question;
}

/** Stores a passkey that was made. */
export function add(browser: Browser, json: object): Promise<Response> {
  return browser.send(passkeys.POST, "/api/me/passkeys", { json });
}

/** Adds a passkey to the account of the person who is signed in. */
export async function addPasskey(browser: Browser, proof: object = { password }): Promise<Authenticator> {
  const device = new Authenticator();
  const answer = await add(browser, device.create(await askToAdd(browser, proof)));
  expect(answer.status).toBe(201);
  return device;
}

/** Signs in with what a passkey has answered. */
export function signInWith(browser: Browser, json: object): Promise<Response> {
  return browser.send(passkeySignIn.POST, "/api/passkeys/sign-in", { json });
}

/** Signs in with a passkey, as the page does. */
export async function signInByPasskey(browser: Browser, device: Authenticator): Promise<Response> {
  return signInWith(browser, device.use(await askToSignIn(browser)));
}
