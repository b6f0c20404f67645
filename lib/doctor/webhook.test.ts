import type { IncomingMessage, RequestListener } from "node:http";
import { validateRequest } from "twilio/lib/webhooks/webhooks.js";
import { afterEach, describe, expect, test } from "vitest";
import { testEnvironment } from "@/lib/db/testing/environment";
import { findingOf, localVariables, twilioVariables } from "./testing/needs";
import { startSelfSigned, startServer, stopServers } from "./testing/servers";

afterEach(stopServers);

const twiml = '<?xml version="1.0" encoding="UTF-8"?><Response><Reject reason="busy"/></Response>';

interface Sent {
  readonly path: string | undefined;
  readonly signature: string;
  readonly form: Record<string, string>;
}

async function read(request: IncomingMessage): Promise<Sent> {
  let body = "";
  for await (const chunk of request) body += String(chunk);
  return {
    path: request.url,
    signature: String(request.headers["x-twilio-signature"]),
    form: Object.fromEntries(new URLSearchParams(body)),
  };
}

/** An app that checks signatures as ours does. `origin` is known once it listens. */
async function startSigned(sent: Sent[], answer: { status: number; type: string; body: string }) {
  let origin = "";
  origin = await startServer(async (request, response) => {
    const one = await read(request);
    sent.push(one);
    const url = `${origin}${one.path}`;
    if (validateRequest(testEnvironment.TWILIO_AUTH_TOKEN, one.signature, url, one.form)) {
      response.writeHead(answer.status, { "content-type": answer.type }).end(answer.body);
    } else {
      response.writeHead(403, { "content-type": "application/json" }).end(errorBody("bad_signature"));
    }
  });
  return origin;
}

const errorBody = (code: string) => JSON.stringify({ error: { code, message: "no" } });

const at = (APP_URL: string, variables = localVariables) =>
  findingOf("webhook", { variables: { ...variables, APP_URL } });

const startAnswering = (status: number, headers: Record<string, string>, body = "") => {
  const answer: RequestListener = (_request, response) => response.writeHead(status, headers).end(body);
  return startServer(answer);
};

test("an app that answers a right signature with TwiML and a forged one with 403 is well", async () => {
  const sent: Sent[] = [];
  const origin = await startSigned(sent, { status: 200, type: "text/xml", body: twiml });
  expect(await at(origin)).toMatchObject({ status: "ok" });
  // Two requests to the voice URL, of which one is signed. Both are for a call that cannot be: its caller is nobody.
  expect(sent).toHaveLength(2);
  for (const { path, form } of sent) {
    expect(path).toBe("/api/voice/call");
    expect(form).toMatchObject({
      AccountSid: testEnvironment.TWILIO_ACCOUNT_SID,
      ApplicationSid: testEnvironment.TWILIO_TWIML_APP_SID,
      From: expect.stringMatching(/^client:u_[0-9a-f]{32}_[0-9a-f]{32}$/),
      To: "",
    });
    expect(form.ref).toBeUndefined();
  }
});

test("an app that takes any signature is a danger", async () => {
  const origin = await startAnswering(200, { "content-type": "text/xml" }, twiml);
  expect(await at(origin)).toMatchObject({ status: "failed", problem: "webhook_forgery", number: 200 });
});

describe("what else can be there", () => {
  test("nothing", async () => {
    expect(await at("http://127.0.0.1:2")).toMatchObject({
      status: "failed",
      problem: "webhook_unreachable",
      fix: "Start the app with `npm start`.",
    });
    expect(await at("http://127.0.0.1:2", twilioVariables)).toMatchObject({
      problem: "webhook_unreachable",
      fix: expect.stringContaining("proxy"),
    });
  });

  test("a certificate that nobody knows", async () => {
    const origin = await startSelfSigned((_request, response) => response.end(twiml));
    expect(await at(origin)).toMatchObject({
      problem: "webhook_tls",
      detail: expect.stringContaining("CERT"),
    });
  });

  test("a redirect, to another host or on the same one", async () => {
    const www = await startAnswering(308, { location: "https://www.phone.example.com/api/voice/call" });
    expect(await at(www)).toMatchObject({
      problem: "webhook_redirect",
      number: 308,
      fix: expect.stringContaining("Set APP_URL to https://www.phone.example.com if that is this app"),
    });
    for (const location of ["data:text/html,x", "ftp://www.phone.example.com/"]) {
      const { fix, detail } = (await at(await startAnswering(302, { location }))) as Record<string, unknown>;
      expect(fix).toContain("Stop the redirect");
      expect(`${detail}${fix}`).not.toMatch(/null|ftp|Set APP_URL/);
    }
    const slash = await startAnswering(301, { location: "/api/voice/call/" });
    expect(await at(slash)).toMatchObject({
      problem: "webhook_redirect",
      fix: expect.stringContaining("Stop the redirect"),
    });
  });

  test("another app", async () => {
    const page = await startAnswering(200, { "content-type": "text/html" }, "<h1>Welcome</h1>");
    expect(await at(page)).toMatchObject({
      problem: "webhook_other_app",
      detail: expect.stringContaining("a web page"),
    });
    for (const [status, type] of [
      [404, "text/html"],
      [405, "application/json"],
      [200, "application/json"],
    ] as const) {
      const other = await startAnswering(status, { "content-type": type }, "{}");
      expect(await at(other)).toMatchObject({ problem: "webhook_other_app", number: status });
    }
  });

  test("a guard in front of the app", async () => {
    for (const status of [401, 403]) {
      const guard = await startAnswering(status, { "content-type": "text/html" }, "Sign in");
      expect(await at(guard)).toMatchObject({ problem: "webhook_protected", number: status });
    }
  });

  test("this app with another auth token or APP_URL, or of another account", async () => {
    const json = { "content-type": "application/json" };
    const strict = await startAnswering(403, json, errorBody("bad_signature"));
    expect(await at(strict)).toMatchObject({
      problem: "webhook_refused",
      fix: expect.stringContaining("TWILIO_AUTH_TOKEN"),
    });
    const other = await startAnswering(403, json, errorBody("forbidden"));
    expect(await at(other)).toMatchObject({ problem: "webhook_other_account" });
  });

  test("this app in trouble, or a proxy without its app", async () => {
    const trouble = await startAnswering(503, {}, errorBody("unavailable"));
    expect(await at(trouble)).toMatchObject({
      problem: "webhook_failing",
      number: 503,
      fix: expect.stringContaining("app's log"),
    });
    const proxy = await startAnswering(502, { "content-type": "text/html" }, "Bad gateway");
    expect(await at(proxy)).toMatchObject({
      problem: "webhook_failing",
      fix: expect.stringContaining("Start the app"),
    });
  });

  test("a server that never answers, or never ends its answer", async () => {
    const limitMs = 1_000;
    for (const answer of [
      () => {},
      (_: unknown, response: { write(text: string): void }) => response.write("<"),
    ]) {
      const APP_URL = await startServer(answer as RequestListener);
      const found = await findingOf("webhook", { variables: { ...localVariables, APP_URL }, limitMs });
      expect(found).toMatchObject({ status: "failed", problem: "webhook_unreachable" });
    }
  });
});
