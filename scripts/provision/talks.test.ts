import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import twilio from "twilio";
import { beforeEach, expect, it, vi } from "vitest";
import { WebSocket } from "ws";
import type { GatewayProcess } from "@/lib/gateway/testing/process";
import { readFrame, WireDevice } from "@/lib/gateway/testing/wire";
import { openTwilio, Place, startTwilio } from "./testing/command";

// Each run is a process that reads many files, which takes a busy machine many seconds.
vi.setConfig({ testTimeout: 120_000 });

let gateway: GatewayProcess;
let place: Place;

beforeEach(async () => {
  gateway = await startTwilio();
  place = new Place(gateway);
  return async () => {
    place.close();
    await gateway.kill();
  };
});

/** A request of the voice network, with whether its signature is that of the app's auth token. */
interface Webhook {
  readonly path: string;
  readonly form: Record<string, string>;
  readonly isSigned: boolean;
}

/** An app in small at a free port: it connects whoever calls with the client `bob`. */
async function startApp(authToken: () => string) {
  const webhooks: Webhook[] = [];
  const server = createServer(async (request, response) => {
    const form = Object.fromEntries(new URLSearchParams(await bodyOf(request)));
    const path = request.url ?? "";
    const signature = String(request.headers["x-twilio-signature"]);
    webhooks.push({ path, form, isSigned: twilio.validateRequest(authToken(), signature, url + path, form) });
    response.setHeader("Content-Type", "text/xml");
    response.end(`<Response><Dial answerOnBridge="true"><Client>bob</Client></Dial></Response>`);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, webhooks, close: () => server.close() };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request.setEncoding("utf8")) text += chunk;
  return text;
}

/** The type of the gateway's first message to a device that listens with this token. */
async function firstAnswer(token: string): Promise<string> {
  const socket = new WebSocket(`ws://127.0.0.1:${gateway.port}/signal`, { origin: "http://localhost:3000" });
  await once(socket, "open");
  socket.send(JSON.stringify({ type: "listen", payload: { token, reconnectTimeout: 0 }, version: "1.6" }));
  for (;;) {
    const [frame] = await once(socket, "message");
    // A line feed is a heartbeat.
    if (String(frame) !== "\n") return readFrame(String(frame)).type;
  }
}

it("two people talk with nothing but the values that were written, until they are removed", async () => {
  const app = await startApp(() => place.values().TWILIO_AUTH_TOKEN ?? "");
  const run = await place.run(["--app-url", app.url]);
  expect(run).toMatchObject({ code: 0, err: "" });
  const values = place.values();
  const tokenFor = (identity: string) => {
    const {
      TWILIO_ACCOUNT_SID = "",
      TWILIO_API_KEY = "",
      TWILIO_API_SECRET = "",
      TWILIO_TWIML_APP_SID,
    } = values;
    const token = new twilio.jwt.AccessToken(TWILIO_ACCOUNT_SID, TWILIO_API_KEY, TWILIO_API_SECRET, {
      identity,
    });
    token.addGrant(
      new twilio.jwt.AccessToken.VoiceGrant({
        incomingAllow: true,
        outgoingApplicationSid: TWILIO_TWIML_APP_SID,
      }),
    );
    return token.toJwt();
  };
  const open = (identity: string) => WireDevice.open(gateway.port, identity, { token: tokenFor(identity) });
  const [alice, bob] = await Promise.all([open("alice"), open("bob")]);
  const { callsid } = await alice.call(bob);
  expect(callsid).toMatch(/^CA[0-9a-f]{32}$/);
  await alice.hangUp(callsid, bob);
  await expect
    .poll(() => app.webhooks.map(({ path }) => path))
    .toEqual(["/api/voice/call", "/api/voice/status"]);
  expect(app.webhooks.map(({ isSigned }) => isSigned)).toEqual([true, true]);
  expect(app.webhooks[0]?.form).toMatchObject({
    ApplicationSid: values.TWILIO_TWIML_APP_SID,
    From: "client:alice",
    To: "bob",
  });
  expect(await firstAnswer(tokenFor("carol"))).toBe("connected");
  alice.close();
  bob.close();

  // What was made is what lets people in: once it is removed the same token opens nothing.
  await place.run(["--remove", "--yes"]);
  expect(await openTwilio(gateway.port).keys.list()).toHaveLength(1);
  expect(await firstAnswer(tokenFor("carol"))).toBe("error");
  app.close();
});
