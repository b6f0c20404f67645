import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { startApp } from "./_testing/app";
import { newPerson, type TestPerson } from "./_testing/people";
import {
  allow,
  allows,
  block,
  blocks,
  call,
  calls,
  decline,
  ended,
  me,
  people,
  person,
  presence,
  push,
  pushDevice,
  seen,
} from "./_testing/routes";

const app = startApp();
let ann: TestPerson;
beforeAll(async () => {
  ann = await newPerson("ann");
});

const ref = randomUUID();
const username = "somebody";
const context = { params: Promise.resolve({ ref, username, id: ref }) };
const tab = randomUUID();

/** Uses every limit up that has been hit before. */
async function useUp(): Promise<void> {
  await app.db.execute(sql`update rate_limits set count = 1000000`);
}

describe("too many requests of one kind are refused with 429 and Retry-After", () => {
  const requests: [string, () => Promise<Response>][] = [
    ["the list", () => ann.browser.send(people.GET, "/api/people?q=a")],
    ["one person", () => ann.browser.send(person.GET, `/api/people/${username}`, { context })],
    ["me", () => ann.browser.send(me.GET, "/api/me")],
    ["the blocks", () => ann.browser.send(blocks.GET, "/api/blocks")],
    ["the allowed people", () => ann.browser.send(allows.GET, "/api/allows")],
    ["one call", () => ann.browser.send(call.GET, `/api/calls/${ref}`, { context })],
    ["the history", () => ann.browser.send(calls.GET, "/api/calls")],
    ["history seen", () => ann.browser.send(seen.POST, "/api/calls/seen", { method: "POST" })],
    [
      "a call is over",
      () => ann.browser.send(ended.POST, `/api/calls/${ref}/ended`, { json: { tab }, context }),
    ],
    [
      "declining a call",
      () => ann.browser.send(decline.POST, `/api/calls/${ref}/decline`, { method: "POST", context }),
    ],
    ["the devices of push", () => ann.browser.send(push.GET, "/api/push")],
    ["no push here", () => ann.browser.send(push.DELETE, "/api/push", { method: "DELETE" })],
    [
      "no push on another device",
      () => ann.browser.send(pushDevice.DELETE, `/api/push/${ref}`, { method: "DELETE", context }),
    ],
    ["settings", () => ann.browser.send(me.PATCH, "/api/me", { method: "PATCH", json: {} })],
    ["allow", () => ann.browser.send(allow.PUT, "/api/people/x/allow", { method: "PUT", context })],
    ["disallow", () => ann.browser.send(allow.DELETE, "/api/people/x/allow", { method: "DELETE", context })],
    ["block", () => ann.browser.send(blocks.POST, "/api/blocks", { json: { username } })],
    ["unblock", () => ann.browser.send(block.DELETE, "/api/blocks/x", { method: "DELETE", context })],
    [
      "a beat",
      () =>
        ann.browser.send(presence.POST, "/api/presence", {
          json: { tab, phone: "ready", hidden: false, ref: null },
        }),
    ],
  ];

  test.each(requests)("%s", async (_name, send) => {
    expect((await send()).status).not.toBe(429);
    await useUp();
    const refused = await send();
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    await app.db.execute(sql`delete from rate_limits`);
  });
});
