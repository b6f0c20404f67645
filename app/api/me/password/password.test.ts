import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { users } from "@/lib/db";
import { startApp } from "../../_testing/app";
import { Browser } from "../../_testing/browser";
import { newPerson, signIn, signOut } from "../../_testing/people";
import { me, password as route } from "../../_testing/routes";

const app = startApp();
const old = "correct horse battery";
const fresh = "staple of my own";

async function change(browser: Browser, json: unknown, headers = {}) {
  const response = await browser.send(route.PUT, "/api/me/password", { method: "PUT", json, headers });
  const code = response.status === 204 ? null : (await response.json()).error.code;
  return { status: response.status, code };
}
const statusOf = async (browser: Browser) => (await browser.send(me.GET, "/api/me")).status;

test("the new password works, the old one does not, and only this device stays signed in", async () => {
  const { browser } = await newPerson("changer");
  const phone = new Browser();
  await signIn(phone, "changer");
  const { browser: stranger } = await newPerson("changer_other");
  expect(await change(browser, { current: old, next: fresh })).toEqual({ status: 204, code: null });
  expect(await statusOf(browser)).toBe(200);
  expect(await statusOf(phone)).toBe(401);
  expect(await statusOf(stranger)).toBe(200);
  expect((await signIn(new Browser(), "changer", old)).status).toBe(401);
  expect((await signIn(new Browser(), "changer", fresh)).status).toBe(200);
});

test("a wrong current password changes nothing and ends no session", async () => {
  const { browser } = await newPerson("keeper");
  const phone = new Browser();
  await signIn(phone, "keeper");
  const answer = await change(browser, { current: "not it at all", next: fresh });
  expect(answer).toEqual({ status: 401, code: "wrong_password" });
  expect(await statusOf(phone)).toBe(200);
  expect((await signIn(new Browser(), "keeper", old)).status).toBe(200);
});

test("a person without a password (GitHub, Google) cannot change it", async () => {
  const { browser } = await newPerson("without");
  await app.db.update(users).set({ passwordHash: null }).where(eq(users.username, "without"));
  for (const current of ["null", old]) {
    expect(await change(browser, { current, next: fresh })).toEqual({ status: 401, code: "wrong_password" });
  }
});

test("a password that is easy to guess is refused, and does not count as a guess at the present one", async () => {
  const { browser } = await newPerson("chooser");
  for (const next of ["password", "12345678", "chooser1", "browser-phone", ...Array(10).fill("qwertyuiop")]) {
    expect(await change(browser, { current: old, next })).toEqual({ status: 400, code: "weak_password" });
  }
  expect((await change(browser, { current: old, next: fresh })).status).toBe(204);
});

test("guessing in one session does not keep the person from changing the password in another", async () => {
  const { browser: stolen } = await newPerson("robbed");
  const phone = new Browser();
  await signIn(phone, "robbed");
  for (let count = 0; count < 11; count++) await change(stolen, { current: `guess ${count}`, next: fresh });
  expect((await change(phone, { current: old, next: fresh })).status).toBe(204);
  expect(await statusOf(stolen)).toBe(401);
});

test("the device that changed the password stays known: guesses of strangers do not lock it out", async () => {
  const { browser } = await newPerson("still_known");
  expect((await change(browser, { current: old, next: fresh })).status).toBe(204);
  await signOut(browser);
  for (let count = 0; count < 11; count++) await signIn(new Browser(), "still_known", "wrong");
  expect((await signIn(new Browser(), "still_known", fresh)).status).toBe(429);
  expect((await signIn(browser, "still_known", fresh)).status).toBe(200);
});

test.each([
  ["a short password", { current: old, next: "1234567" }],
  ["four emoji", { current: old, next: "😀🚀🎷🐙" }],
  ["half a character", { current: old, next: "half of it \ud83d" }],
  ["a long password", { current: old, next: "long ".repeat(41) }],
  ["an empty object", {}],
  ["an unknown field", { current: old, next: fresh, username: "keeper" }],
])("%s is refused with 400", async (name, json) => {
  const { browser } = await newPerson(`form_${name.replaceAll(" ", "_")}`);
  expect((await change(browser, json)).status).toBe(400);
});

test("a request without a session gets 401, one from another site 403", async () => {
  const json = { current: old, next: fresh };
  expect((await change(new Browser(), json)).status).toBe(401);
  const { browser } = await newPerson("framed");
  expect((await change(browser, json, { origin: "https://evil.example" })).status).toBe(403);
});

test("the 11th guess in a person's open session gets 429, and that person can still sign in", async () => {
  const { browser } = await newPerson("guessed");
  for (let count = 0; count < 10; count++) {
    expect((await change(browser, { current: `guess ${count}`, next: fresh })).status).toBe(401);
  }
  expect((await change(browser, { current: old, next: fresh })).status).toBe(429);
  expect((await signIn(new Browser(), "guessed", old)).status).toBe(200);
});

test("only one of two simultaneous changes succeeds", async () => {
  const { browser } = await newPerson("twice");
  const nexts = ["the first of two", "the second of two"];
  const answers = await Promise.all(nexts.map((next) => change(browser, { current: old, next })));
  expect(answers.map(({ status }) => status).toSorted()).toEqual([204, 401]);
  const won = nexts[answers.findIndex(({ status }) => status === 204)];
  expect((await signIn(new Browser(), "twice", won)).status).toBe(200);
});
