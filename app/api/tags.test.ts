import { expect, test } from "vitest";
import { startApp } from "./_testing/app";
import { newPerson } from "./_testing/people";
import { allows, blocks, calls, me, people, person, sessions } from "./_testing/routes";

startApp();

test.each([
  ["people", people.GET],
  ["me", me.GET],
  ["calls", calls.GET],
  ["blocks", blocks.GET],
  ["allows", allows.GET],
  ["sessions", sessions.GET],
] as const)(
  "what a page asks for again and again is sent once, as long as it is the same: %s",
  async (name, get) => {
    const { browser } = await newPerson(`tag_${name}`);
    const first = await browser.send(get, `/api/${name}`);
    expect(first.status).toBe(200);
    const tag = first.headers.get("ETag") ?? "";
    const again = await browser.send(get, `/api/${name}`, { headers: { "If-None-Match": tag } });
    expect([again.status, await again.text()]).toEqual([304, ""]);
  },
);

test("one person, too", async () => {
  const [{ browser }, { username }] = [await newPerson("tag_asker"), await newPerson("tag_asked")];
  const ask = (headers: Record<string, string>) =>
    browser.send(person.GET, `/api/people/${username}`, {
      headers,
      context: { params: Promise.resolve({ username }) },
    });
  const tag = (await ask({})).headers.get("ETag") ?? "";
  expect((await ask({ "If-None-Match": tag })).status).toBe(304);
});

test("a change of mine is sent to a page that had an answer before it", async () => {
  const { browser } = await newPerson("tag_change");
  const tag = (await browser.send(me.GET, "/api/me")).headers.get("ETag") ?? "";
  await browser.send(me.PATCH, "/api/me", { method: "PATCH", json: { doNotDisturb: true } });
  const again = await browser.send(me.GET, "/api/me", { headers: { "If-None-Match": tag } });
  expect(again.status).toBe(200);
  expect(await again.json()).toMatchObject({ doNotDisturb: true });
});
