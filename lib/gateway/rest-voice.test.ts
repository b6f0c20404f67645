import { createServer, type IncomingMessage } from "node:http";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { CONFIG, claimsFor, HEADER, signToken } from "./testing/account";
import { listenOnFreePort } from "./testing/listen";
import { RestRig } from "./testing/rest-rig";
import { browserSdp } from "./testing/sdp";
import { WireDevice } from "./testing/wire";
import { signature } from "./webhook/signature";

/** A request that the application got. */
interface Webhook {
  method: string;
  /** The path, with the query of a POST. */
  url: string;
  params: Record<string, string>;
  isSigned: boolean;
}

const webhooks: Webhook[] = [];
let origin = "";
const application = createServer(async (request, response) => {
  webhooks.push(await read(request));
  response.end(`<Response><Dial answerOnBridge="true"><Client>bob</Client></Dial></Response>`);
});

/** Reads a webhook, and checks its signature as an application does. */
async function read(request: IncomingMessage): Promise<Webhook> {
  let body = "";
  for await (const chunk of request) body += String(chunk);
  const { method = "", url = "" } = request;
  const params = method === "GET" ? new URL(url, origin).searchParams : new URLSearchParams(body);
  const signed = signature(CONFIG.authToken, `${origin}${url}`, method === "GET" ? [] : [...params]);
  return {
    method,
    url: method === "GET" ? new URL(url, origin).pathname : url,
    params: Object.fromEntries(params),
    isSigned: request.headers["x-twilio-signature"] === signed,
  };
}

let rig: RestRig;
const devices: WireDevice[] = [];

beforeAll(async () => {
  origin = `http://127.0.0.1:${await listenOnFreePort(application)}`;
});
afterAll(() => {
  application.closeAllConnections();
  application.close();
});
beforeEach(async () => {
  webhooks.length = 0;
  rig = await RestRig.open({ voiceUrl: `${origin}/settings`, statusUrl: undefined });
});
afterEach(async () => {
  for (const device of devices.splice(0)) device.close();
  const problems = rig.tap.problems();
  await rig.close();
  expect(problems).toEqual([]);
});

interface Signing {
  sid: string;
  secret: string;
}

const configured: Signing = { sid: CONFIG.apiKey, secret: CONFIG.apiSecret };

/** An access token by a key, for calls through an application. */
function mint(identity: string, key = configured, applicationSid = CONFIG.applicationSid): string {
  const claims = claimsFor(identity, Date.now());
  const voice = { incoming: { allow: true }, outgoing: { application_sid: applicationSid } };
  return signToken(HEADER, { ...claims, iss: key.sid, grants: { identity, voice } }, key.secret);
}

async function open(identity: string, token: string): Promise<WireDevice> {
  const device = await WireDevice.open(rig.gateway.port, identity, { token });
  devices.push(device);
  return device;
}

/** Sends a token to the gateway. Resolves with the code of its refusal (`refused` in WireDevice), or undefined when it is taken. */
async function listen(device: WireDevice, token: string): Promise<number | undefined> {
  const taken = device.next("connected").then(() => undefined);
  const refused = device.next("refused" as "error").then(({ error }) => error.code);
  device.send("listen", { token, reconnectTimeout: 0 });
  return Promise.race([taken, refused]);
}

/** A call that is refused. Resolves with the code that the device gets. */
async function refusal(device: WireDevice): Promise<number | undefined> {
  const ended = device.next("hangup");
  device.send("invite", {
    callsid: "TJ-1",
    sdp: browserSdp("actpass", "alice"),
    twilio: { params: "To=bob" },
  });
  return (await ended).error?.code;
}

const official = () => rig.tap.client(CONFIG.accountSid, CONFIG.authToken);

describe("what was made over REST", () => {
  test("serves calls: a new key signs the tokens, a new application gets the webhooks", async () => {
    const client = official();
    const key = await client.newKeys.create({ friendlyName: "Browser Phone" });
    const app = await client.applications.create({
      friendlyName: "Browser Phone",
      voiceUrl: `${origin}/call?from=rest`,
      voiceMethod: "POST",
      statusCallback: `${origin}/status`,
      statusCallbackMethod: "POST",
    });
    const alice = await open("alice", mint("alice", key, app.sid));
    const bob = await open("bob", mint("bob", key, app.sid));
    const { callsid } = await alice.call(bob);
    await alice.hangUp(callsid, bob);
    await vi.waitFor(() => expect(webhooks).toHaveLength(2));
    expect(webhooks).toMatchObject([
      {
        method: "POST",
        url: "/call?from=rest",
        isSigned: true,
        params: { ApplicationSid: app.sid, AccountSid: CONFIG.accountSid, From: "client:alice", To: "bob" },
      },
      {
        method: "POST",
        url: "/status",
        isSigned: true,
        params: { ApplicationSid: app.sid, CallStatus: "completed" },
      },
    ]);
  });

  test("serves calls by GET too: everything is in the query, and signed with it", async () => {
    const app = await official().applications.create({
      voiceUrl: `${origin}/call?a=1`,
      voiceMethod: "GET",
      statusCallback: `${origin}/status`,
      statusCallbackMethod: "GET",
    });
    const [alice, bob] = [
      await open("alice", mint("alice", configured, app.sid)),
      await open("bob", mint("bob")),
    ];
    const { callsid } = await alice.call(bob);
    await alice.hangUp(callsid, bob);
    await vi.waitFor(() => expect(webhooks).toHaveLength(2));
    expect(webhooks).toMatchObject([
      { method: "GET", url: "/call", isSigned: true, params: { a: "1", ApplicationSid: app.sid, To: "bob" } },
      { method: "GET", url: "/status", isSigned: true, params: { CallStatus: "completed" } },
    ]);
  });

  test("a changed Voice URL counts from the next call on", async () => {
    const [alice, bob] = [await open("alice", mint("alice")), await open("bob", mint("bob"))];
    const first = await alice.call(bob);
    await alice.hangUp(first.callsid, bob);
    await official()
      .applications(CONFIG.applicationSid)
      .update({ voiceUrl: `${origin}/moved` });
    const second = await alice.call(bob);
    await alice.hangUp(second.callsid, bob);
    expect(webhooks.map(({ url }) => url)).toEqual(["/settings", "/moved"]);
  });
});

describe("what was deleted over REST", () => {
  test("a key: its tokens are refused from then on, those of other keys are not", async () => {
    const client = official();
    const key = await client.newKeys.create();
    const token = mint("alice", key);
    const device = await open("alice", token);
    await client.keys(key.sid).remove();
    expect(await listen(device, token)).toBe(31204);
    expect(await listen(device, mint("alice"))).toBeUndefined();
    await client.keys(CONFIG.apiKey).remove();
    expect(await listen(device, mint("alice"))).toBe(31204);
  });

  test("a key: a device that is registered calls on until its token expires", async () => {
    const key = await official().newKeys.create();
    const [alice, bob] = [await open("alice", mint("alice", key)), await open("bob", mint("bob"))];
    await official().keys(key.sid).remove();
    const { callsid } = await alice.call(bob);
    await alice.hangUp(callsid, bob);
  });

  test("an application: its calls are refused with 31001, and a call under way goes on", async () => {
    const app = await official().applications.create({
      voiceUrl: `${origin}/call`,
      statusCallback: `${origin}/status`,
    });
    const alice = await open("alice", mint("alice", configured, app.sid));
    const bob = await open("bob", mint("bob"));
    const { callsid } = await alice.call(bob);
    await official().applications(app.sid).remove();
    await alice.hangUp(callsid, bob);
    await vi.waitFor(() => expect(webhooks.map(({ url }) => url)).toEqual(["/call", "/status"]));
    expect(await refusal(alice)).toBe(31001);
    expect(webhooks).toHaveLength(2);
  });
});

test("a call that REST makes rings a device on its socket, and its webhooks are signed", async () => {
  const bob = await open("bob", mint("bob"));
  const invited = bob.next("invite");
  const { sid } = await official().calls.create({
    to: "client:bob?ticket=7",
    from: "client:desk",
    twiml: "<Response/>",
    statusCallback: `${origin}/progress?a=1`,
    statusCallbackEvent: ["initiated", "ringing", "completed"],
  });
  expect(await invited).toMatchObject({
    callsid: sid,
    parameters: { From: "client:desk", Params: "ticket=7" },
  });
  bob.send("reject", { callsid: sid });
  await vi.waitFor(() => expect(webhooks).toHaveLength(3));
  expect(webhooks.every(({ isSigned, url }) => isSigned && url === "/progress?a=1")).toBe(true);
  expect(webhooks.map(({ params }) => `${params.SequenceNumber} ${params.CallStatus}`).sort()).toEqual([
    "0 initiated",
    "1 ringing",
    "2 busy",
  ]);
  expect(await official().calls(sid).fetch()).toMatchObject({ status: "busy", direction: "outbound-api" });
});

test("a call through an application without a Voice URL fails with 31005", async () => {
  const app = await official().applications.create({ friendlyName: "not set up yet" });
  expect(await refusal(await open("alice", mint("alice", configured, app.sid)))).toBe(31005);
});

test("an account that is suspended takes no tokens and no calls", async () => {
  const alice = await open("alice", mint("alice"));
  await rig.control("account", { status: "suspended" });
  expect(await refusal(alice)).toBe(31002);
  expect(await listen(alice, mint("alice"))).toBe(31201);
  await rig.control("account", { status: "active" });
  expect(await listen(alice, mint("alice"))).toBeUndefined();
  expect(webhooks).toEqual([]);
});
