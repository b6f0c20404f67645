import { expect, test } from "vitest";
import { forWhomHeader } from "@/lib/contracts";
import { routeKindOf } from "@/lib/server/routes/route-handler";
import { startApp } from "./_testing/app";
import { contextOf, newPerson, type TestPerson } from "./_testing/people";
import { findRoutes } from "./_testing/route-faults";
import { auth, me, presence } from "./_testing/routes";

startApp();

async function codeOf(response: Response): Promise<unknown> {
  return ((await response.json()) as { error?: { code?: unknown } }).error?.code;
}

async function nameOfWhoIsIn({ browser }: TestPerson): Promise<unknown> {
  return ((await (await browser.send(me.GET, "/api/me")).json()) as { displayName?: unknown }).displayName;
}

test("every route for a person refuses a request of another person's page", async () => {
  const bob = await newPerson("bob_here");
  const guarded = (await findRoutes()).filter(({ handler }) => routeKindOf(handler) === "person");
  expect(guarded.length).toBeGreaterThan(10);
  for (const { method, path, handler } of guarded) {
    const params = { ref: crypto.randomUUID(), username: "bob_here", id: "1" };
    const response = await bob.browser.send(handler as typeof me.GET, path, {
      method,
      headers: { [forWhomHeader]: "alice_gone" },
      context: { params: Promise.resolve(params) },
    });
    expect([response.status, await codeOf(response)], `${method} ${path}`).toEqual([409, "other_person"]);
  }
});

test("a page that changes a name, of a person who is gone, does not rename the next one", async () => {
  const bob = await newPerson("bob_named", "Bob");
  const json = { displayName: "Alice" };
  const send = (forWhom: string) =>
    bob.browser.send(me.PATCH, "/api/me", { method: "PATCH", json, headers: { [forWhomHeader]: forWhom } });
  expect((await send("alice_named")).status).toBe(409);
  expect((await send("")).status).toBe(409);
  expect((await send("Bob_named")).status).toBe(409);
  expect(await nameOfWhoIsIn(bob)).toBe("Bob");
  expect((await send("bob_named")).status).toBe(200);
  expect(await nameOfWhoIsIn(bob)).toBe("Alice");
});

test("a beacon says in its address for whom it is", async () => {
  const bob = await newPerson("bob_beacon");
  const json = { tab: crypto.randomUUID(), phone: "ready", hidden: false, ref: null };
  const beat = (query: string) => bob.browser.send(presence.POST, `/api/presence${query}`, { json });
  expect((await beat("?for=alice_beacon")).status).toBe(409);
  expect((await beat("?for=bob_beacon&for=alice_beacon")).status).toBe(409);
  expect((await beat("?for=bob_beacon")).status).toBe(204);
  expect((await beat("")).status).toBe(204);
});

test("the page of a person who is gone does not sign the next one out", async () => {
  const bob = await newPerson("bob_stays", "Bob");
  const csrf = await bob.browser.send(auth.GET, "/api/auth/csrf", { context: contextOf("csrf") });
  const { csrfToken } = (await csrf.json()) as { csrfToken: string };
  const signOut = (forWhom: string) =>
    bob.browser.send(auth.POST, "/api/auth/signout", {
      form: { csrfToken, json: "true" },
      headers: { [forWhomHeader]: forWhom },
      context: contextOf("signout"),
    });
  const refused = await signOut("alice_stays");
  expect([refused.status, await codeOf(refused)]).toEqual([409, "other_person"]);
  expect(await nameOfWhoIsIn(bob)).toBe("Bob");
  expect((await signOut("bob_stays")).status).toBe(200);
  expect(await nameOfWhoIsIn(bob)).toBeUndefined();
});
