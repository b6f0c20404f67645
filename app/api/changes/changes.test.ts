// First, since it replaces a module that the routes import.
import "../_testing/scope";
import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { publish } from "@/lib/changes";
import { presence } from "@/lib/db";
import { endAllSessions } from "@/lib/server/auth/sessions";
import { mostStreams } from "@/lib/server/changes/hub";
import { processHub } from "@/lib/server/changes/process-hub";
import { startApp } from "../_testing/app";
import { EventReader } from "../_testing/event-reader";
import { beat, newDevice, type TestPerson } from "../_testing/people";
import { findPersonId } from "../_testing/person-id";
import { changes, changesScreen, me } from "../_testing/routes";
import { type ServedRoute, serveRoute } from "../_testing/serve";

const app = startApp();
let served: ServedRoute;
const readers: EventReader[] = [];

beforeAll(async () => {
  served = await serveRoute(changes.GET as Parameters<typeof serveRoute>[0]);
});
afterEach(async () => {
  for (const reader of readers.splice(0)) reader.close();
  await vi.waitFor(() => expect(processHub().size).toBe(0), 5_000);
});
afterAll(async () => {
  processHub().close();
  await served.close();
});

/** Opens the stream of that person's tab, and waits for its first event. */
async function open(person: TestPerson): Promise<EventReader> {
  const reader = await EventReader.open(served.origin, person);
  readers.push(reader);
  await vi.waitFor(() => expect(reader.events[0]).toEqual({ kind: "hello", live: true }), 5_000);
  return reader;
}

/** Waits until that person looks so on that stream. */
function seen(reader: EventReader, username: string, presence: string | null): Promise<void> {
  return vi.waitFor(() => {
    const last = reader
      .of("people")
      .flatMap(({ people }) => people)
      .findLast((one) => one.username === username);
    expect(last).toMatchObject({ presence });
  }, 5_000);
}

test("a stream says hello, and is neither kept, gathered nor compressed on its way", async () => {
  const reader = await open(await newDevice());
  expect(reader.status).toBe(200);
  expect(reader.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
  expect(reader.headers.get("cache-control")).toBe("no-store, no-transform");
  expect(reader.headers.get("x-accel-buffering")).toBe("no");
});

test("a request that names no stream is refused, and so is one of a page of somebody else", async () => {
  const { browser, tab } = await newDevice();
  const path = (query: object) => `/api/changes?${new URLSearchParams({ ...query })}`;
  expect((await browser.send(changes.GET, path({ tab }))).status).toBe(400);
  expect((await browser.send(changes.GET, path({ tab, stream: "1" }))).status).toBe(400);
  const other = path({ tab, stream: randomUUID(), for: "somebody_else" });
  expect((await browser.send(changes.GET, other)).status).toBe(409);
});

test("a person who comes is told at once, and one whose tab expires in silence within seconds", async () => {
  const [ann, ben] = [await newDevice(), await newDevice()];
  const reader = await open(ann);
  await beat(ben);
  publish({ kind: "person", person: await findPersonId(app.db, ben.username) });
  await seen(reader, ben.username, "here");
  await app.db.execute(sql`update presence set expires_at = now()`);
  await seen(reader, ben.username, "away");
});

test("a change of my settings is told to my other tabs", async () => {
  const ann = await newDevice();
  const reader = await open({ ...ann, tab: randomUUID() });
  await ann.browser.send(me.PATCH, "/api/me", { method: "PATCH", json: { doNotDisturb: true } });
  await vi.waitFor(() => expect(reader.of("own").flatMap(({ what }) => what)).toContain("me"), 5_000);
});

test("the end of a session ends its streams, and no others", async () => {
  const [ann, ben] = [await newDevice(), await newDevice()];
  const [reader, other] = [await open(ann), await open(ben)];
  await endAllSessions(await findPersonId(app.db, ann.username));
  await vi.waitFor(() => expect(reader.hasEnded).toBe(true), 5_000);
  expect(reader.events.at(-1)).toEqual({ kind: "signed_out" });
  expect(other.hasEnded).toBe(false);
});

test("a stream has only the people on its screen, and those who come if it wants them; of another session's stream nothing is changed", async () => {
  const [ann, ben, cat] = [await newDevice(), await newDevice(), await newDevice()];
  const reader = await open(ann);
  const show = async (who: TestPerson, people: string[] | null, arrivals: boolean) => {
    const json = { stream: reader.stream, people, arrivals };
    const response = await who.browser.send(changesScreen.PUT, "/api/changes/screen", {
      method: "PUT",
      json,
    });
    expect(response.status).toBe(204);
  };
  const come = async (who: TestPerson, phone: "ready" | "gone", n: number) => {
    await beat(who, { phone, n } as Parameters<typeof beat>[1]);
    publish({ kind: "person", person: await findPersonId(app.db, who.username) });
  };
  await show(ann, [cat.username], false);
  await show(ben, null, true);
  await come(ben, "ready", 1);
  await come(cat, "ready", 1);
  await seen(reader, cat.username, "here");
  expect(reader.of("people").flatMap(({ people }) => people)).toHaveLength(1);

  await show(ann, [cat.username], true);
  await come(ben, "gone", 2);
  await come(cat, "gone", 2);
  await seen(reader, cat.username, "away");
  expect(reader.text).not.toContain(ben.username);
  await come(ben, "ready", 3);
  await seen(reader, ben.username, "here");
});

test("a tab whose stream ends stays here for seconds only, unless it has named a newer stream", async () => {
  const [ann, ben] = [await newDevice(), await newDevice()];
  const [left, renewed] = [await open(ann), await open(ben)];
  for (const [person, stream] of [
    [ann, left.stream],
    [ben, randomUUID()],
  ] as const) {
    await beat(person, { hidden: true });
    await app.db.execute(sql`update presence set stream = ${stream} where tab = ${person.tab}`);
  }
  left.close();
  renewed.close();
  const secondsLeft = async ({ tab }: TestPerson) => {
    const [row] = await app.db
      .select({ left: sql`extract(epoch from ${presence.expiresAt} - now())`.mapWith(Number) })
      .from(presence)
      .where(sql`tab = ${tab}`);
    return row?.left ?? Number.NaN;
  };
  await vi.waitFor(async () => expect(await secondsLeft(ann)).toBeLessThanOrEqual(12), 5_000);
  expect(await secondsLeft(ben)).toBeGreaterThan(60);
});

test("a person has a limited number of streams, and a tab has one", async () => {
  const ann = await newDevice();
  const first = await open(ann);
  const second = await open(ann);
  await vi.waitFor(() => expect(first.hasEnded).toBe(true), 5_000);
  for (let count = 1; count < mostStreams; count++) await open({ ...ann, tab: randomUUID() });
  const refused = await EventReader.open(served.origin, { ...ann, tab: randomUUID() });
  expect(refused.status).toBe(429);
  await vi.waitFor(() => expect(refused.text).toContain('"rate_limited"'));
  // A tab that opens its stream again takes the place of its own.
  await open(ann);
  await vi.waitFor(() => expect(second.hasEnded).toBe(true), 5_000);
});
