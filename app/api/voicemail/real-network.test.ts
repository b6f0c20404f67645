// First, since it replaces a module that the routes import.
import "../_testing/scope";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import * as configuration from "@/lib/env";
import { CONFIG } from "@/lib/gateway/testing/account";
import { energy, levelAt } from "@/lib/gateway/testing/measure";
import { type GatewayProcess, startGatewayProcess } from "@/lib/gateway/testing/process";
import { readWav } from "@/lib/gateway/testing/sound";
import { VoiceClient } from "@/lib/gateway/testing/voice-client";
import { until } from "@/lib/gateway/testing/voice-media";
import { writeWav } from "@/lib/server/voicemail/wav";
import { startApp } from "../_testing/app";
import { recordOf } from "../_testing/calls";
import { beat, identityOf, newDevice, type TestPerson } from "../_testing/people";
import * as routes from "../_testing/routes";
import { inScope } from "../_testing/scope";
import { getAudio, messagesOf, setVoicemail } from "../_testing/voicemail";

// The whole way of a message over the real gateway, with sound, as it is at Twilio but for the network in between.

startApp();

type Handler = (request: Request, context: never) => Promise<Response>;
const handlers: Record<string, Handler> = {
  "/api/voice/call": routes.voiceCall.POST,
  "/api/voice/dial": routes.voiceDial.POST,
  "/api/voice/status": routes.voiceStatus.POST,
  "/api/voice/voicemail": routes.voiceVoicemail.POST,
  "/api/voice/recording": routes.voiceRecording.POST,
};

/** The routes that the voice network asks, at a real address. What is to be done after an answer is done. */
const app = createServer(async (incoming, outgoing) => {
  const parts: Buffer[] = [];
  for await (const part of incoming) parts.push(part as Buffer);
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) headers.set(name, String(value));
  const url = new URL(incoming.url ?? "/", origin());
  const id = /^\/api\/voice\/greeting\/(.+)$/.exec(url.pathname)?.[1];
  const handler = id ? (routes.voiceGreeting.GET as Handler) : handlers[url.pathname];
  if (!handler) return outgoing.writeHead(404).end();
  const { method = "GET" } = incoming;
  const request = new Request(url, { method, headers, body: method === "GET" ? null : Buffer.concat(parts) });
  const scope = { cookies: new Map(), headers, afterwards: [] as (() => unknown)[] };
  const context = { params: Promise.resolve({ id }) } as never;
  const response = await inScope(scope, () => handler(request, context));
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  outgoing.end(Buffer.from(await response.arrayBuffer()));
  for (const work of scope.afterwards) await inScope(scope, work as () => Promise<void>);
});
const origin = () => `http://127.0.0.1:${(app.address() as AddressInfo).port}`;

let gateway: GatewayProcess;
beforeAll(async () => {
  await new Promise<void>((done) => app.listen(0, "127.0.0.1", done));
  gateway = await startGatewayProcess({
    TWILIO_ACCOUNT_SID: CONFIG.accountSid,
    TWILIO_AUTH_TOKEN: CONFIG.authToken,
    TWILIO_API_KEY: CONFIG.apiKey,
    TWILIO_API_SECRET: CONFIG.apiSecret,
    TWILIO_TWIML_APP_SID: CONFIG.applicationSid,
    VOICE_URL: `${origin()}/api/voice/call`,
    VOICE_STATUS_URL: `${origin()}/api/voice/status`,
    VOICE_GATEWAY_ORIGINS: "*",
  });
  const real = configuration.env();
  vi.spyOn(configuration, "env").mockReturnValue({
    ...real,
    APP_URL: origin(),
    NEXTAUTH_URL: origin(),
    signedUrls: [origin()],
    TWILIO_API_URL: `http://127.0.0.1:${gateway.port}`,
    TWILIO_ACCOUNT_SID: CONFIG.accountSid,
    TWILIO_AUTH_TOKEN: CONFIG.authToken,
    TWILIO_API_KEY: CONFIG.apiKey,
    TWILIO_API_SECRET: CONFIG.apiSecret,
    TWILIO_TWIML_APP_SID: CONFIG.applicationSid,
  });
});
afterAll(async () => {
  vi.restoreAllMocks();
  await gateway.kill();
  app.closeAllConnections();
  app.close();
});

/** A WAV file of a tone, half as loud as can be. */
const tone = (hertz: number, seconds: number) =>
  writeWav(
    Int16Array.from({ length: 8_000 * seconds }, (_, index) =>
      Math.round(16_000 * Math.sin((2 * Math.PI * hertz * index) / 8_000)),
    ),
  );

/** Ann calls Ben, who declines; voicemail answers. */
async function declined(ann: TestPerson, ben: TestPerson, anonymous: string) {
  await beat(ben, { hidden: true });
  const client = await VoiceClient.open(gateway.port, await identityOf(ann));
  const callee = await VoiceClient.open(gateway.port, await identityOf(ben));
  const ref = crypto.randomUUID();
  const invited = callee.device.next("invite");
  const called = client.call({ To: ben.username, ref, anonymous });
  callee.device.send("reject", { callsid: (await invited).callsid });
  const call = await called;
  await callee.close();
  return { client, call, ref };
}

/** How many recordings the gateway has begun. */
const recordings = () => gateway.log.filter((line) => line.includes("is recorded as")).length;

/** Waits until it has begun more of them. */
function nextRecording(before: number): Promise<void> {
  return until(
    () => recordings() > before,
    60,
    () => gateway.log.join("\n"),
  );
}

test("a caller hears the callee's greeting, speaks, presses the key, and the callee has what was said", async () => {
  const [ann, ben] = [await newDevice(), await newDevice()];
  await setVoicemail(ben);
  const request = new Request(`${origin()}/api/voicemail/greeting`, {
    method: "PUT",
    headers: { "content-type": "audio/wav" },
    body: new Uint8Array(tone(620, 5)),
  });
  const context = { params: Promise.resolve({}) };
  const put = await ben.browser.sendRequest(() => routes.voicemailGreeting.PUT(request, context), request);
  expect(put.status).toBe(200);

  const before = recordings();
  const { client, call, ref } = await declined(ann, ben, "0");
  const { media } = call;
  await media.hears(620, 30);
  expect(await recordOf(ann, { ref })).toMatchObject({ stage: "message", outcome: "declined" });
  // The tone comes when all has been said, and the recording begins after it.
  await nextRecording(before);
  expect(energy(media.last(1))).toBeGreaterThan(0.01);
  media.hertz = 500;
  const spoken = media.frames.length;
  await until(() => media.frames.length > spoken + 100, 20);
  await media.press("#");
  media.hertz = undefined;

  await expect.poll(async () => (await messagesOf(ben)).length, { timeout: 20_000 }).toBe(1);
  const [message] = await messagesOf(ben);
  expect(message).toMatchObject({ ref, caller: { username: ann.username }, heard: false });
  const path = `/2010-04-01/Accounts/${CONFIG.accountSid}/Recordings.json`;
  const atNetwork = async () => {
    const authorization = `Basic ${btoa(`${CONFIG.accountSid}:${CONFIG.authToken}`)}`;
    const answer = await fetch(`http://127.0.0.1:${gateway.port}${path}`, { headers: { authorization } });
    return (await answer.json()).recordings;
  };
  await expect.poll(atNetwork, { timeout: 20_000 }).toEqual([]);

  const response = await getAudio(ben, message?.id ?? "");
  const sound = Buffer.from(await response.arrayBuffer());
  const { samples } = readWav(sound);
  const said = samples[0]?.slice(-8_000) ?? [];
  expect(levelAt(said, 500)).toBeGreaterThan(0.1);
  const part = await getAudio(ben, message?.id ?? "", { headers: { range: "bytes=44-1043" } });
  expect(part.status).toBe(206);
  expect(Buffer.from(await part.arrayBuffer())).toEqual(sound.subarray(44, 1_044));
  expect((await getAudio(ann, message?.id ?? "")).status).toBe(404);
  expect((await getAudio(await newDevice(), message?.id ?? "")).status).toBe(404);

  // The caller's leg ends after the thanks.
  await expect.poll(async () => (await recordOf(ann, { ref })).stage, { timeout: 30_000 }).toBeNull();
  expect(await recordOf(ann, { ref })).toMatchObject({
    outcome: "declined",
    message: { seconds: message?.seconds },
  });
  await client.close();
}, 180_000);

test("a callee who declines is followed by the standard greeting, and a caller who hangs up has left a message", async () => {
  const [ann, ben] = [await newDevice(), await newDevice()];
  await setVoicemail(ben);
  const before = recordings();
  const { client, call, ref } = await declined(ann, ben, "1");
  await expect.poll(async () => (await recordOf(ann, { ref })).stage, { timeout: 20_000 }).toBe("message");
  await until(
    () => energy(call.media.last(1)) > 0.005,
    30,
    () => "nothing is said",
  );
  await nextRecording(before);
  call.media.hertz = 700;
  const heard = call.media.frames.length;
  await until(() => call.media.frames.length > heard + 150, 30);
  client.hangUp(call);

  await expect.poll(async () => (await messagesOf(ben)).length, { timeout: 20_000 }).toBe(1);
  const [message] = await messagesOf(ben);
  expect(message).toMatchObject({ ref, caller: null, anonymous: true });
  const { samples } = readWav(Buffer.from(await (await getAudio(ben, message?.id ?? "")).arrayBuffer()));
  expect(levelAt(samples[0]?.slice(-8_000) ?? [], 700)).toBeGreaterThan(0.1);
  expect(await recordOf(ann, { ref })).toMatchObject({ outcome: "declined", stage: null });
  await client.close();
}, 180_000);
