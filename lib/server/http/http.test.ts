import { DrizzleQueryError } from "drizzle-orm/errors";
import { afterEach, beforeAll, expect, test, vi } from "vitest";
import { z } from "zod";
import { setTestEnvironment } from "@/lib/db/testing/environment";
import * as configuration from "@/lib/env";
import { AppError } from "@/lib/errors";
import { handle, json, noContent, readJson } from "./http";

beforeAll(setTestEnvironment);
afterEach(() => vi.restoreAllMocks());

const post = (init: RequestInit = {}) =>
  new Request("http://localhost:3000/api/x", { method: "POST", ...init });

async function answerTo(error: unknown) {
  const log = vi.spyOn(console, "error").mockReturnValue();
  const response = await handle(() => Promise.reject(error))(post(), undefined);
  return { status: response.status, text: await response.text(), log: log.mock.calls.join("\n"), response };
}

test("our errors keep their code, and say when to try again", async () => {
  const { status, text, response, log } = await answerTo(
    new AppError("rate_limited", { retryAfterSeconds: 7 }),
  );
  expect(status).toBe(429);
  expect(JSON.parse(text)).toEqual({ error: { code: "rate_limited", message: expect.any(String) } });
  expect(response.headers.get("retry-after")).toBe("7");
  expect(response.headers.get("cache-control")).toBe("no-store");
  expect(log).toBe("");
});

test("anything else is 500 `internal`: the cause is logged, without the query's values, and not told", async () => {
  const cause = new Error('column "x" does not exist');
  const error = new DrizzleQueryError("insert into users values ($1)", ["$argon2id$secret"], cause);
  const { status, text, log } = await answerTo(error);
  expect(status).toBe(500);
  expect(text).not.toContain("column");
  expect(log).toContain('column "x" does not exist');
  expect(log).toContain("POST /api/x");
  expect(log).not.toContain("argon2id");
});

test.each([
  Object.assign(new Error("x"), { code: "ECONNREFUSED" }),
  Object.assign(new Error("terminating connection"), { code: "57P01" }),
  new DrizzleQueryError("select 1", [], new Error("Connection terminated unexpectedly")),
  new AggregateError([Object.assign(new Error("x"), { code: "ECONNREFUSED" })]),
])("a database out of reach is 503 `unavailable`: %s", async (error) => {
  expect((await answerTo(error)).status).toBe(503);
});

test("a request that changes something must come from our own pages", async () => {
  const work = handle(async () => noContent());
  const from = async (origin: string, method = "POST") =>
    (await work(new Request("http://localhost:3000/", { method, headers: { origin } }), undefined)).status;
  expect(await from("http://localhost:3000")).toBe(204);
  for (const origin of [
    "https://localhost:3000",
    "http://localhost:3001",
    "https://evil.example",
    "null",
    "",
  ]) {
    for (const method of ["POST", "PUT", "PATCH", "DELETE"]) expect(await from(origin, method)).toBe(403);
  }
  expect(await from("https://evil.example", "GET")).toBe(204);
  expect((await work(post(), undefined)).status).toBe(204);
});

test("pages of ours may be opened at several addresses, which are those we were told", async () => {
  const origins = new Set(["https://tunnel.example", "http://localhost:3000"]);
  vi.spyOn(configuration, "env").mockReturnValue({ ...configuration.env(), origins });
  const work = handle(async () => noContent());
  const from = async (origin: string) =>
    (await work(post({ headers: { origin, host: "evil.example" } }), undefined)).status;
  for (const origin of origins) expect(await from(origin)).toBe(204);
  expect(await from("https://evil.example")).toBe(403);
});

test("webhooks come from elsewhere: they prove themselves by signature", async () => {
  const work = handle(async () => noContent(), { signed: true });
  expect((await work(post({ headers: { origin: "https://voice.example" } }), undefined)).status).toBe(204);
});

test("a body as text, as `sendBeacon` sends it, is JSON all the same", async () => {
  const work = handle(async (request) => json(await readJson(request, z.object({ a: z.number() }))));
  const send = async (body: BodyInit | null) => (await work(post({ body }), undefined)).status;
  expect(await send('{"a":1}')).toBe(200);
  for (const odd of [null, "", "{", "[]", "null", '{"a":"1"}', "\0", new Uint8Array([0xff, 0xfe])]) {
    expect(await send(odd)).toBe(400);
  }
  expect(await send(`{"a":1,"b":"${"x".repeat(16 * 1024)}"}`)).toBe(413);
});
