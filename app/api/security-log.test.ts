import { randomUUID } from "node:crypto";
import { afterEach, expect, test, vi } from "vitest";
import { suspendPerson } from "@/lib/server/auth/suspend-person";
import { captureLog } from "@/lib/server/testing/log";
import { startApp } from "./_testing/app";
import { Browser } from "./_testing/browser";
import { dial } from "./_testing/calls";
import { voiceRequest } from "./_testing/network";
import { beat, newPerson, password, signIn, signOut } from "./_testing/people";
import { password as changing, me, sessions, voiceCall, voiceToken } from "./_testing/routes";

startApp();
afterEach(() => vi.restoreAllMocks());

/** The events that concern security, of what `work` causes. No line has what only its person may know. */
async function eventsOf(work: () => Promise<unknown>, ...secret: string[]): Promise<string[]> {
  const log = captureLog();
  await work();
  const events = log.lines().filter(({ security }) => security === true);
  const text = log.text();
  vi.restoreAllMocks();
  for (const word of [password, ...secret]) expect(text).not.toContain(word);
  for (const line of events) expect(line.time).toMatch(/^\d{4}-.*Z$/);
  return events.map(({ event }) => event);
}

test("each sign-in, failed sign-in and sign-out is one line of the log, without name or password", async () => {
  const { username } = await newPerson("logged_ann");
  const browser = new Browser();
  const wrong = () => signIn(new Browser(), username, "not the right one");
  expect(await eventsOf(() => signIn(browser, username), username)).toEqual(["signed_in"]);
  expect(await eventsOf(wrong, username, "not the right one")).toEqual(["sign_in_failed"]);
  const cookies = [...browser.cookies.values()];
  expect(await eventsOf(() => signOut(browser), ...cookies)).toEqual(["session_ended"]);
  for (let count = 0; count < 9; count += 1) await wrong();
  expect(await eventsOf(wrong, username)).toEqual(["rate_limited"]);
});

test("a forged webhook, a foreign page and a token for nobody are one line of the log each", async () => {
  const { browser } = await newPerson("logged_ben");
  const forged = () =>
    new Browser().send(voiceCall.POST, "/api/voice/call", {
      form: voiceRequest("u_x", { To: "ben" }),
      headers: { "x-twilio-signature": "forged" },
    });
  expect(await eventsOf(forged)).toEqual(["bad_signature"]);
  const foreign = () =>
    browser.send(me.PATCH, "/api/me", {
      method: "PATCH",
      json: { doNotDisturb: true },
      headers: { origin: "https://evil.example" },
    });
  expect(await eventsOf(foreign)).toEqual(["foreign_origin"]);
  const token = () => new Browser().send(voiceToken.POST, "/api/voice/token", { method: "POST" });
  expect(await eventsOf(token)).toEqual(["token_refused"]);
});

test("changes of a password, a sign-out everywhere, a suspension and a refused call are logged", async () => {
  const cat = await newPerson("logged_cat");
  const dan = await newPerson("logged_dan");
  await beat(dan, { hidden: true });
  const change = (current: string) =>
    cat.browser.send(changing.PUT, "/api/me/password", {
      method: "PUT",
      json: { current, next: "a horse of another colour" },
    });
  expect(await eventsOf(() => change("wrong one"), "wrong one")).toEqual(["password_change_failed"]);
  expect(await eventsOf(() => change(password), "a horse of another colour")).toEqual(["password_changed"]);
  expect(await eventsOf(() => dial(dan, dan.username))).toEqual(["call_refused"]);
  const everywhere = () => dan.browser.send(sessions.DELETE, "/api/sessions", { method: "DELETE" });
  expect(await eventsOf(everywhere)).toEqual(["sessions_ended"]);
  await suspendPerson(dan.username);
  expect(await eventsOf(() => signIn(new Browser(), dan.username), randomUUID())).toEqual([
    "account_suspended",
  ]);
});
