import { afterEach, expect, test, vi } from "vitest";
import { startApp } from "../_testing/app";
import { Browser } from "../_testing/browser";
import { dial, dialEnded } from "../_testing/calls";
import { beat, newPerson, password, signIn } from "../_testing/people";
import { startRest } from "../_testing/rest";
import { accountExport, me, people } from "../_testing/routes";

startApp();
const rest = startRest();
afterEach(() => vi.restoreAllMocks());

const remove = (browser: Browser, json: unknown) =>
  browser.send(me.DELETE, "/api/me", { method: "DELETE", json });

test("the export is a file that no cache keeps, and strangers get none", async () => {
  const { browser } = await newPerson("exporter");
  const answer = await browser.send(accountExport.GET, "/api/me/export");
  expect(answer.status).toBe(200);
  expect(answer.headers.get("content-disposition")).toMatch(
    /^attachment; filename="browser-phone-exporter-\d{4}-\d\d-\d\d\.json"$/,
  );
  expect(answer.headers.get("cache-control")).toBe("no-store");
  expect(await answer.json()).toMatchObject({ version: 1, profile: { username: "exporter" }, calls: [] });
  expect((await new Browser().send(accountExport.GET, "/api/me/export")).status).toBe(401);
});

test("a deleted account is signed out everywhere, its calls end, and it cannot sign in or be made again", async () => {
  const [ann, ben] = [await newPerson("leaver"), await newPerson("stayer")];
  const phone = new Browser();
  await signIn(phone, "leaver");
  for (const one of [ann, ben]) await beat(one, { hidden: true });
  const call = await dial(ann, "stayer");
  expect((await remove(ann.browser, { password: "not the password" })).status).toBe(401);
  expect((await remove(ann.browser, { username: "leaver" })).status).toBe(401);
  expect((await remove(ann.browser, { password })).status).toBe(204);
  expect(rest.ended()).toEqual([`${call.callSid} Status=completed`]);
  for (const browser of [ann.browser, phone]) {
    expect((await browser.send(me.GET, "/api/me")).status).toBe(401);
  }
  expect((await signIn(new Browser(), "leaver")).status).toBe(401);
  const json = { username: "leaver", displayName: "Somebody else", password };
  expect((await new Browser().send(people.POST, "/api/people", { json })).status).toBe(409);
  // The voice network goes on to report on the call.
  expect((await dialEnded(call, "completed")).status).toBe(200);
});

test("ten wrong passwords in a session are enough", async () => {
  const { browser } = await newPerson("guess_leaver");
  for (let count = 0; count < 10; count++) {
    expect((await remove(browser, { password: `guess ${count}` })).status).toBe(401);
  }
  expect((await remove(browser, { password })).status).toBe(429);
});
