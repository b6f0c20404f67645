import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { meSchema } from "@/lib/contracts";
import { startApp } from "../_testing/app";
import type { Browser } from "../_testing/browser";
import { newPerson } from "../_testing/people";
import { me } from "../_testing/routes";

startApp();

const read = async (browser: Browser) => meSchema.parse(await (await browser.send(me.GET, "/api/me")).json());
const patch = (browser: Browser, json: unknown) =>
  browser.send(me.PATCH, "/api/me", { method: "PATCH", json });

test("a change is answered with the new settings", async () => {
  const { browser } = await newPerson("settings");
  const answer = await patch(browser, { doNotDisturb: true });
  expect(answer.status).toBe(200);
  expect(meSchema.parse(await answer.json())).toMatchObject({ doNotDisturb: true });
  expect(await read(browser)).toMatchObject({ doNotDisturb: true });
});

test.each([
  ["a field that settings do not have", { nickname: "x" }],
  ["a column that is not for the person to change", { username: "taken_over" }],
  ["the person's id", { id: "u_00000000000000000000" }],
  ["a value of the wrong type", { doNotDisturb: "yes" }],
  ["a value that is not offered", { callPolicy: "nobody" }],
  ["a list", []],
])("%s is refused with 400, and valid fields beside it are not changed either", async (_name, json) => {
  const { browser } = await newPerson(`p_${randomUUID().slice(0, 8)}`);
  const before = await read(browser);
  const answer = await patch(browser, Array.isArray(json) ? json : { displayName: "Changed", ...json });
  expect(answer.status).toBe(400);
  expect(await read(browser)).toEqual(before);
});
