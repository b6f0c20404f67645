import { once } from "node:events";
import { connect } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { silentLog } from "./base/log";
import type { GatewayConfig } from "./config";
import { type Gateway, startGateway } from "./gateway";
import { CONFIG, tokenFor } from "./testing/account";

let gateway: Gateway | undefined;

afterEach(async () => {
  await gateway?.close();
  await gateway?.close();
  gateway = undefined;
});

async function start(changes: Partial<GatewayConfig> = {}): Promise<string> {
  gateway = await startGateway({ ...CONFIG, ...changes }, { log: silentLog });
  return `localhost:${gateway.port}`;
}

const ORIGIN = "http://localhost:3000";

function socketTo(
  host: string,
  options: { path?: string; origin?: string; headers?: Record<string, string> } = {},
) {
  const { path = "/signal", origin = ORIGIN, headers = {} } = options;
  return new WebSocket(`ws://${host}${path}`, { origin, headers });
}

/** The result of an attempt to open a socket. */
async function outcome(socket: WebSocket): Promise<string> {
  const [event] = await Promise.race([
    once(socket, "open").then(() => ["open"]),
    once(socket, "unexpected-response").then(([, response]) => [`refused ${response.statusCode}`]),
  ]);
  socket.on("error", () => {});
  socket.terminate();
  return event ?? "";
}

const listen = JSON.stringify({
  type: "listen",
  payload: { token: tokenFor("alice", Date.now()), reconnectTimeout: 0 },
});

async function firstMessage(socket: WebSocket): Promise<{ type: string; payload: Record<string, unknown> }> {
  await once(socket, "open");
  socket.send(listen);
  const [data] = await once(socket, "message");
  return JSON.parse(String(data));
}

describe("a socket opened by", () => {
  test.each([
    ["a page of an allowed origin", { origin: ORIGIN }, "open"],
    ["a page of another origin", { origin: "http://evil.test" }, "refused 403"],
    ["a program without Origin", { origin: "" }, "refused 403"],
    ["a page, at another path", { path: "/" }, "refused 404"],
    ["a page, with an edge", { path: "/signal?edge=tokyo" }, "open"],
  ])("%s (%j) is %s", async (_name, options, expected) => {
    expect(await outcome(socketTo(await start(), options))).toBe(expected);
  });

  test("a page of any origin is open when the list is *", async () => {
    const host = await start({ origins: new Set(["*"]) });
    expect(await outcome(socketTo(host, { origin: "http://other.test" }))).toBe("open");
  });
});

test("the gateway listens on both loopback addresses", async () => {
  const port = (await start()).split(":")[1];
  const answers = await Promise.all(
    ["127.0.0.1", "[::1]"].map((host) => fetch(`http://${host}:${port}/healthz`).then((r) => r.json())),
  );
  expect(answers).toEqual([{ status: "ok" }, { status: "ok" }]);
});

test.each([
  ["a query", "/signal?edge=tokyo", {}, "tokyo"],
  ["the SDK's host name", "/signal", { host: "voice-js.dublin.twilio.com" }, "dublin"],
  ["roaming", "/signal?edge=roaming", {}, "ashburn"],
  ["an invalid name", "/signal?edge=%3Cb%3E", {}, "ashburn"],
])("the gateway reads the edge from %s", async (_name, path, headers, edge) => {
  const message = await firstMessage(socketTo(await start(), { path, headers }));
  expect(message).toMatchObject({ type: "connected", payload: { edge } });
});

test("a frame over 64 KiB closes its socket with 1009 and no other", async () => {
  const host = await start();
  const [big, other] = [socketTo(host), socketTo(host)];
  await Promise.all([once(big, "open"), once(other, "open")]);
  big.send("x".repeat(64 * 1024 + 1));
  const [code] = await once(big, "close");
  expect(code).toBe(1009);
  other.send(listen);
  const [data] = await once(other, "message");
  expect(String(data)).toContain("connected");
});

test("malformed requests and binary frames do not stop the gateway", async () => {
  const host = await start();
  const port = Number(host.split(":")[1]);
  const upgrade = "Connection: Upgrade\r\nUpgrade: websocket\r\n";
  for (const text of [
    "GET // HTTP/1.1",
    "GET http:// HTTP/1.1",
    "GET /signal?edge=%ff HTTP/1.1",
    "garbage",
  ]) {
    const socket = connect(port, "127.0.0.1");
    socket.end(`${text}\r\nHost: x\r\n${upgrade}\r\n`);
    socket.resume();
    await once(socket, "close");
  }
  const binary = socketTo(host);
  await once(binary, "open");
  binary.send(Buffer.from("{}"));
  expect((await once(binary, "close"))[0]).toBe(1003);
  expect((await fetch(`http://${host}/healthz`)).status).toBe(200);
});

test("the network conditions of an edge apply to its signalling", async () => {
  const network = new Map([["tokyo", { delayMs: 60, jitterMs: 0, lossPercent: 0 }]]);
  const host = await start({ network });
  const took = async (edge: string) => {
    const socket = socketTo(host, { path: `/signal?edge=${edge}` });
    await once(socket, "open");
    const begun = performance.now();
    socket.send(listen);
    await once(socket, "message");
    return performance.now() - begun;
  };
  expect(await took("tokyo")).toBeGreaterThan(115);
});

describe("the control API", () => {
  const SECRET = "s3cret";
  const call = (host: string, path: string, body?: unknown, secret = SECRET) =>
    fetch(`http://${host}/control/${path}`, {
      method: body === undefined ? "GET" : "POST",
      headers: { Authorization: `Bearer ${secret}` },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });

  test("does not exist without a secret, and refuses requests without it", async () => {
    expect((await call(await start(), "state")).status).toBe(404);
    await gateway?.close();
    const host = await start({ controlSecret: SECRET });
    expect((await call(host, "state", undefined, "guess")).status).toBe(401);
    expect((await call(host, "unknown", {})).status).toBe(404);
    expect((await call(host, "constructor", {})).status).toBe(404);
    expect((await call(host, "network", { delayMs: "much" })).status).toBe(400);
    expect((await call(host, "state")).status).toBe(200);
  });

  test("closes sockets and refuses new ones for a while", async () => {
    const host = await start({ controlSecret: SECRET });
    const socket = socketTo(host);
    await firstMessage(socket);
    expect(await (await call(host, "state")).json()).toMatchObject({
      sockets: [{ identity: "alice" }],
      calls: [],
    });
    const closed = once(socket, "close");
    await call(host, "cut", { holdMs: 1_500 });
    await closed;
    expect(await outcome(socketTo(host))).toBe("refused 503");
    await expect.poll(() => outcome(socketTo(host)), { timeout: 10_000 }).toBe("open");
  });
});

describe("the inspector", () => {
  /** The entries of the journal that are kept, as the page gets them. */
  async function entries(host: string): Promise<Record<string, unknown>[]> {
    const response = await fetch(`http://${host}/inspector/events`, {
      headers: { Authorization: "Bearer s3cret" },
    });
    let text = "";
    for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      text += chunk;
      if (text.includes("event: snapshot")) break;
    }
    return [...text.matchAll(/^event: entry\ndata: (.*)$/gm)].map(([, json = ""]) => JSON.parse(json));
  }

  test("does not exist without a control secret", async () => {
    const host = await start();
    expect((await fetch(`http://${host}/inspector`)).status).toBe(404);
  });

  test("is served on the port, and tells of devices, commands and REST requests without their secrets", async () => {
    const host = await start({ controlSecret: "s3cret" });
    expect((await fetch(`http://${host}/inspector`)).status).toBe(401);
    const socket = socketTo(host);
    await firstMessage(socket);
    const path = `/2010-04-01/Accounts/${CONFIG.accountSid}/Calls/CA1.json`;
    const authorization = `Basic ${Buffer.from(`${CONFIG.accountSid}:${CONFIG.authToken}`).toString("base64")}`;
    await fetch(`http://${host}${path}?secret=query`, { headers: { authorization } });
    await fetch(`http://${host}/control/cut`, {
      method: "POST",
      headers: { Authorization: "Bearer s3cret" },
    });
    const told = await entries(host);
    expect(told).toMatchObject([
      { kind: "device", event: "listens", identity: "alice", edge: "ashburn" },
      { kind: "rest", method: "GET", path, status: 404, code: 20404 },
      { kind: "control", command: "cut" },
      { kind: "device", event: "gone", identity: "alice" },
    ]);
    expect(JSON.stringify(told)).not.toMatch(/eyJ|Basic|auth-token|s3cret|query/);
  });
});

test("a port that is in use is an error", async () => {
  await start();
  await expect(startGateway({ ...CONFIG, port: gateway?.port ?? 0 }, { log: silentLog })).rejects.toThrow(
    "EADDRINUSE",
  );
});
