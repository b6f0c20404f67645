import { DrizzleQueryError } from "drizzle-orm/errors";
import { getExpectedTwilioSignature } from "twilio/lib/webhooks/webhooks.js";
import { afterEach, beforeAll, expect, test, vi } from "vitest";
import * as z from "zod/mini";
import { setTestEnvironment, testEnvironment } from "@/lib/db/testing/environment";
import * as configuration from "@/lib/env";
import { AppError } from "@/lib/errors";
import { json, noContent } from "../http/answers";
import { readJson } from "../http/read-body";
import { captureLog } from "../testing/log";
import { publicRoute } from "./public-route";
import { routeKindOf } from "./route-handler";
import { webhookRoute } from "./webhook-route";

beforeAll(setTestEnvironment);
afterEach(() => vi.restoreAllMocks());

const post = (init: RequestInit = {}) =>
  new Request("http://localhost:3000/api/x", { method: "POST", ...init });

async function answerTo(error: unknown) {
  const log = captureLog();
  const response = await publicRoute(() => Promise.reject(error))(post(), undefined);
  return { status: response.status, text: await response.text(), log: log.text(), response };
}

test("an AppError is answered with its code and the time to wait", async () => {
  const { status, text, response, log } = await answerTo(
    new AppError("rate_limited", { retryAfterSeconds: 7 }),
  );
  expect(status).toBe(429);
  expect(JSON.parse(text)).toEqual({ error: { code: "rate_limited", message: expect.any(String) } });
  expect(response.headers.get("retry-after")).toBe("7");
  expect(response.headers.get("cache-control")).toBe("no-store");
  expect(log).toBe("");
});

test("any other error gets 500 `internal`; its cause is logged without the query's values, and not sent", async () => {
  const cause = new Error('column "x" does not exist');
  const error = new DrizzleQueryError("insert into users values ($1)", ["$argon2id$secret"], cause);
  const { status, text, log } = await answerTo(error);
  expect(status).toBe(500);
  expect(text).not.toContain("column");
  expect(log).toContain('column \\"x\\" does not exist');
  expect(log).toContain("POST /api/x");
  expect(log).not.toContain("argon2id");
});

test.each([
  Object.assign(new Error("x"), { code: "ECONNREFUSED" }),
  Object.assign(new Error("terminating connection"), { code: "57P01" }),
  new DrizzleQueryError("select 1", [], new Error("Connection terminated unexpectedly")),
  new AggregateError([Object.assign(new Error("x"), { code: "ECONNREFUSED" })]),
])("an unreachable database gets 503 `unavailable`: %s", async (error) => {
  expect((await answerTo(error)).status).toBe(503);
});

test("a state-changing request of another site's page is refused", async () => {
  const work = publicRoute(async () => noContent());
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

test("the configuration can give our pages several origins", async () => {
  const origins = new Set(["https://tunnel.example", "http://localhost:3000"]);
  vi.spyOn(configuration, "env").mockReturnValue({ ...configuration.env(), origins });
  const work = publicRoute(async () => noContent());
  const from = async (origin: string) =>
    (await work(post({ headers: { origin, host: "evil.example" } }), undefined)).status;
  for (const origin of origins) expect(await from(origin)).toBe(204);
  expect(await from("https://evil.example")).toBe(403);
});

test("a webhook requires a signature, and may come from any origin", async () => {
  const work = webhookRoute(
    z.object({ CallSid: z.string() }),
    async ({ CallSid }) => `<Sid>${CallSid}</Sid>`,
  );
  const send = (signature: string) => {
    const headers = { origin: "https://voice.example", "x-twilio-signature": signature };
    return work(post({ headers, body: new URLSearchParams({ CallSid: "CA1" }) }), undefined);
  };
  const { TWILIO_AUTH_TOKEN, APP_URL } = testEnvironment;
  const signed = await send(
    getExpectedTwilioSignature(TWILIO_AUTH_TOKEN, `${APP_URL}/api/x`, { CallSid: "CA1" }),
  );
  expect(signed.status).toBe(200);
  expect(signed.headers.get("content-type")).toBe("text/xml");
  expect(await signed.text()).toBe("<Sid>CA1</Sid>");
  const forged = await send("forged");
  expect(forged.status).toBe(403);
  expect(await forged.json()).toMatchObject({ error: { code: "bad_signature" } });
});

test("a webhook may be signed for our own address as it was typed, and for no other", async () => {
  const { signedUrls } = configuration.parseEnv({
    ...testEnvironment,
    VOICE_GATEWAY_URL: "",
    NEXTAUTH_URL: "",
    APP_URL: "HTTPS://Phone.Bücher.example:443/",
  });
  vi.spyOn(configuration, "env").mockReturnValue({ ...configuration.env(), signedUrls });
  const work = webhookRoute(z.object({ CallSid: z.string() }), async () => "<Ok/>");
  const send = async (url: string) => {
    const signature = getExpectedTwilioSignature(testEnvironment.TWILIO_AUTH_TOKEN, url, { CallSid: "CA1" });
    const headers = { "x-twilio-signature": signature, host: "evil.example" };
    return (await work(post({ headers, body: new URLSearchParams({ CallSid: "CA1" }) }), undefined)).status;
  };
  for (const site of [
    "HTTPS://Phone.Bücher.example:443",
    "HTTPS://Phone.Bücher.example",
    "https://Phone.Bücher.example",
    "https://phone.bücher.example",
    "https://phone.xn--bcher-kva.example",
    "https://phone.xn--bcher-kva.example:443",
  ]) {
    expect(await send(`${site}/api/x`), site).toBe(200);
  }
  for (const site of [
    "https://evil.example",
    "http://phone.xn--bcher-kva.example",
    "https://phone.example",
  ]) {
    expect(await send(`${site}/api/x`), site).toBe(403);
  }
});

test("a handler has the kind of its maker, and any other function has none", () => {
  expect(routeKindOf(publicRoute(async () => noContent()))).toBe("public");
  expect(routeKindOf(webhookRoute(z.object({}), async () => ""))).toBe("webhook");
  for (const other of [async () => noContent(), undefined, "handler"])
    expect(routeKindOf(other)).toBeUndefined();
});

test("a JSON body may have any content type, since `sendBeacon` sends text", async () => {
  const work = publicRoute(async (request) => json(await readJson(request, z.object({ a: z.number() }))));
  const send = async (body: BodyInit | null) => (await work(post({ body }), undefined)).status;
  expect(await send('{"a":1}')).toBe(200);
  for (const odd of [null, "", "{", "[]", "null", '{"a":"1"}', "\0", new Uint8Array([0xff, 0xfe])]) {
    expect(await send(odd)).toBe(400);
  }
  expect(await send(`{"a":1,"b":"${"x".repeat(16 * 1024)}"}`)).toBe(413);
});
