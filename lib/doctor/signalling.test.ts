import { createServer, type Server } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { WebSocketServer } from "ws";
import { testEnvironment } from "@/lib/db/testing/environment";
import { parseEnv } from "@/lib/env";
import { type GatewayProcess, startGatewayProcess } from "@/lib/gateway/testing/process";
import { signallingUrl } from "./checks/signalling";
import { findingOf, localVariables, twilioVariables } from "./testing/needs";
import { startSelfSigned, startServer, stopServers } from "./testing/servers";

const open: (Server | WebSocketServer)[] = [];
afterEach(async () => {
  await stopServers();
  for (const server of open.splice(0)) {
    if (server instanceof WebSocketServer) for (const socket of server.clients) socket.terminate();
    server.close();
  }
});

const at = (VOICE_GATEWAY_URL: string, change: Record<string, string> = {}, limitMs = 5_000) =>
  findingOf("signalling", { variables: { ...localVariables, VOICE_GATEWAY_URL, ...change }, limitMs });

describe("the local gateway", () => {
  let gateway: GatewayProcess;
  beforeAll(async () => {
    const { TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN, TWILIO_API_KEY, TWILIO_API_SECRET, TWILIO_TWIML_APP_SID } =
      testEnvironment;
    gateway = await startGatewayProcess({
      TWILIO_ACCOUNT_SID,
      TWILIO_AUTH_TOKEN,
      TWILIO_API_KEY,
      TWILIO_API_SECRET,
      TWILIO_TWIML_APP_SID,
      VOICE_URL: `${localVariables.APP_URL}/api/voice/call`,
    });
  });
  afterAll(() => gateway.kill());
  const url = () => `ws://127.0.0.1:${gateway.port}/signal`;

  test("accepts a token like the app's, of nobody, which registers nobody", async () => {
    expect(await at(url())).toMatchObject({ status: "ok" });
    // The socket is gone, or at least no identity of it can be rung.
    await expect.poll(async () => (await gateway.state()).sockets).toEqual([]);
    expect(gateway.log.join("\n")).not.toMatch(/registered/i);
  });

  test("refuses one that is signed with another secret", async () => {
    expect(await at(url(), { TWILIO_API_SECRET: "77".repeat(16) })).toMatchObject({
      status: "failed",
      problem: "signalling_refused",
      number: expect.any(Number),
    });
  });
});

describe("where no signalling service is", () => {
  test("nothing listens", async () => {
    expect(await at("ws://127.0.0.1:2/signal")).toMatchObject({
      status: "failed",
      problem: "signalling_unreachable",
      fix: expect.stringContaining("npm start"),
    });
  });

  test("a web server or a redirect answers", async () => {
    const page = await startServer((_request, response) => response.end("hello"));
    expect(await at(page.replace("http:", "ws:"))).toMatchObject({ problem: "signalling_unreachable" });
    const moved = await startServer((_request, response) =>
      response.writeHead(302, { location: "ws://127.0.0.1:2" }).end(),
    );
    expect(await at(moved.replace("http:", "ws:"))).toMatchObject({ problem: "signalling_unreachable" });
  });

  test("the certificate is signed by nobody", async () => {
    const url = await startSelfSigned((_request, response) => response.end());
    expect(await at(url.replace("https:", "wss:"))).toMatchObject({
      problem: "signalling_unreachable",
      detail: expect.stringContaining("certificate"),
    });
  });

  test("a connection is taken and nothing is said", async () => {
    const silent = createServer(() => {});
    open.push(silent);
    await new Promise<void>((done) => silent.listen(0, "127.0.0.1", done));
    const { port } = silent.address() as { port: number };
    expect(await at(`ws://127.0.0.1:${port}`, {}, 1_000)).toMatchObject({
      problem: "signalling_unreachable",
    });
  });
});

describe("a service that says something else", () => {
  const odd = (frames: readonly string[], isClosing: boolean) => {
    const server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
    open.push(server);
    server.on("connection", (socket) => {
      for (const frame of frames) socket.send(frame);
      if (isClosing) socket.close(1011, "no");
    });
    return new Promise<string>((done) =>
      server.once("listening", () => done(`ws://127.0.0.1:${(server.address() as { port: number }).port}`)),
    );
  };

  test("before it answers: heartbeats, text, other messages", async () => {
    const url = await odd(
      ["\n", "hello", "null", "[]", '"x"', '{"type":"ready"}', '{"type":"connected"}'],
      false,
    );
    expect(await at(url)).toMatchObject({ status: "ok" });
  });

  test("refuses with no code, or closes", async () => {
    const refusing = await odd(['{"type":"error"}'], false);
    expect(await at(refusing)).toMatchObject({ problem: "signalling_refused", number: null });
    expect(await at(await odd(["\n"], true))).toMatchObject({ problem: "signalling_unreachable" });
  });
});

test("with Twilio it is the host of the edge, as the SDK builds it", () => {
  const url = (change: Record<string, string>) => signallingUrl(parseEnv({ ...twilioVariables, ...change }));
  expect(url({})).toBe("wss://voice-js.roaming.twilio.com/signal");
  expect(url({ TWILIO_EDGE: "tokyo" })).toBe("wss://voice-js.tokyo.twilio.com/signal");
  expect(url({ TWILIO_REGION: "ie1" })).toBe("wss://voice-js.dublin.twilio.com/signal");
});
