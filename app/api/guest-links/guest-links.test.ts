import { randomUUID } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { mostGuestLinks } from "@/lib/contracts";
import { database, guestLinks, guestVisits } from "@/lib/db";
import { testEnvironment } from "@/lib/db/testing/environment";
import { suspendPerson } from "@/lib/server/auth/suspend-person";
import { sweepGuests } from "@/lib/server/guests/sweep";
import { startApp } from "../_testing/app";
import {
  askForCall,
  askForLink,
  askForToken,
  codeOf,
  linksOf,
  newGuest,
  newLink,
  withdraw,
} from "../_testing/guests";
import { newDevice, type TestPerson } from "../_testing/people";

startApp();

let ann: TestPerson;
beforeEach(async () => {
  ann = await newDevice();
});

/** Sets the time of the link's end, seconds from now. */
async function expire(id: string, seconds: number): Promise<void> {
  const db = await database();
  await db
    .update(guestLinks)
    .set({ expiresAt: sql`now() + make_interval(secs => ${seconds})` })
    .where(eq(guestLinks.id, id));
}

test("a link has an address of ours, which no later answer shows, and whose secret is stored as a hash", async () => {
  const response = await askForLink(ann, { label: "  for Carol ", once: true, days: 1 });
  const { link, url } = (await response.json()) as { link: { id: string }; url: string };
  const secret = url.slice(`${testEnvironment.APP_URL}/guest/`.length);
  expect(url).toBe(`${testEnvironment.APP_URL}/guest/${secret}`);
  expect(secret).toMatch(/^[A-Za-z0-9_-]{32}$/);
  expect(link).toMatchObject({ label: "for Carol", once: true, state: "open", calls: 0, lastCallAt: null });
  expect(JSON.stringify(await linksOf(ann))).not.toContain(secret);
  const db = await database();
  const [row] = await db.select().from(guestLinks).where(eq(guestLinks.id, link.id));
  expect(JSON.stringify(row)).not.toContain(secret);
  expect(row?.expiresAt.getTime()).toBeCloseTo(Date.now() + 24 * 60 * 60 * 1000, -5);
});

test("the list has the links that were not withdrawn, the newest first, with what became of them", async () => {
  const first = await newLink(ann, { label: "first" });
  const second = await newLink(ann, { label: "second" });
  const third = await newLink(ann, { label: "third" });
  await expire(first.id, -1);
  expect((await withdraw(ann, second.id)).status).toBe(204);
  expect(await linksOf(ann)).toMatchObject([
    { id: third.id, label: "third", state: "open" },
    { id: first.id, label: "first", state: "expired" },
  ]);
  expect(await linksOf(await newDevice())).toEqual([]);
});

test("only its owner withdraws a link, and once", async () => {
  const { id, secret } = await newLink(ann);
  expect((await withdraw(await newDevice(), id)).status).toBe(404);
  expect((await askForToken(newGuest({ secret }))).status).toBe(200);
  expect((await withdraw(ann, id)).status).toBe(204);
  expect((await withdraw(ann, id)).status).toBe(404);
  expect((await withdraw(ann, "no-id")).status).toBe(404);
});

test("a person has as many working links as they may have, and another one for each that ends", async () => {
  const answers = await Promise.all(Array.from({ length: mostGuestLinks + 3 }, () => askForLink(ann)));
  const refused = answers.filter(({ status }) => status === 409);
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(mostGuestLinks);
  expect(refused).toHaveLength(3);
  expect(await codeOf(refused[0] ?? new Response())).toBe("too_many_links");
  const [link] = await linksOf(ann);
  await expire(link?.id ?? "", -1);
  expect((await askForLink(ann)).status).toBe(201);
  expect((await askForLink(ann)).status).toBe(409);
});

test.each([
  ["a note that is too long", { label: "x".repeat(61) }],
  ["a note of two lines", { label: "a\nb" }],
  ["any number of days", { days: 365 as 30 }],
])("%s is refused with bad_request", async (_name, change) => {
  expect((await askForLink(ann, change)).status).toBe(400);
});

test("why a link does not work is said, also to a guest who was there before", async () => {
  const link = await newLink(ann);
  const guest = newGuest(link);
  expect((await askForToken(guest)).status).toBe(200);
  await expire(link.id, -1);
  const expired = await askForToken(guest);
  expect([expired.status, await codeOf(expired)]).toEqual([410, "guest_link_expired"]);
  await withdraw(ann, link.id);
  const withdrawn = await askForToken(guest);
  expect([withdrawn.status, await codeOf(withdrawn)]).toEqual([410, "guest_link_withdrawn"]);
  for (const secret of ["s".repeat(32), "short", "s".repeat(33), "%00"]) {
    const unknown = await askForToken({ ...guest, secret });
    expect([unknown.status, await codeOf(unknown)], secret).toEqual([404, "guest_link_unknown"]);
  }
});

test("the links of a suspended person are unknown", async () => {
  const link = await newLink(ann);
  await suspendPerson(ann.username);
  expect(await codeOf(await askForToken(newGuest(link)))).toBe("guest_link_unknown");
});

test.each([
  ["Support", "name_reserved"],
  ["Guest", "name_reserved"],
  ["Anonymous", "name_reserved"],
  ["Аlice", "name_misleading"],
  ["@alice", "name_misleading"],
  ["", "bad_request"],
  ["\u202egnorts", "bad_request"],
])("a guest cannot call themselves %j", async (name, code) => {
  const response = await askForToken(newGuest(await newLink(ann), name));
  expect([response.status, await codeOf(response)]).toEqual([400, code]);
});

test("the key of a visit is stored as a hash, and works with no other link", async () => {
  const guest = newGuest(await newLink(ann));
  expect((await askForToken(guest)).status).toBe(200);
  const db = await database();
  expect(JSON.stringify(await db.select().from(guestVisits))).not.toContain(guest.key);
  const { secret } = await newLink(await newDevice());
  expect((await askForToken({ ...guest, secret })).status).toBe(403);
});

test("the 61st request of an address for a token gets 429, and that of a link from anywhere", async () => {
  const guest = newGuest(await newLink(ann));
  for (let count = 0; count < 60; count++) expect((await askForToken(guest)).status).toBe(200);
  expect((await askForToken({ ...guest, secret: "s".repeat(32) })).status).toBe(429);
  expect((await askForToken(newGuest(guest))).status).toBe(429);
  expect((await askForToken(newGuest(await newLink(ann)))).status).toBe(200);
});

test("too many questions about calls from one address get 429", async () => {
  const { secret } = await newLink(ann);
  const ref = randomUUID();
  expect((await askForCall({ secret }, ref)).status).toBe(404);
  const db = await database();
  await db.execute(sql`update rate_limits set count = 1000000 where key like 'guest_calls:%'`);
  expect((await askForCall({ secret }, ref)).status).toBe(429);
  await db.execute(sql`delete from rate_limits`);
});

test("visits that are over are removed, and links a month after their end", async () => {
  const [working, old] = [await newLink(ann), await newLink(ann)];
  await askForToken(newGuest(working));
  await askForToken(newGuest(old));
  const db = await database();
  const month = 30 * 24 * 60 * 60;
  await expire(old.id, -month + 60);
  await sweepGuests();
  expect(await linksOf(ann)).toHaveLength(2);
  await expire(old.id, -month - 60);
  await db.update(guestVisits).set({ expiresAt: sql`now()` }).where(eq(guestVisits.linkId, working.id));
  await sweepGuests();
  expect(await linksOf(ann)).toMatchObject([{ id: working.id }]);
  expect(await db.select().from(guestVisits).where(eq(guestVisits.linkId, working.id))).toEqual([]);
});
