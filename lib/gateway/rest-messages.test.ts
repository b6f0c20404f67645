import { createServer } from "node:http";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { CONFIG } from "./testing/account";
import { listenOnFreePort } from "./testing/listen";
import { accountPath, byKey, RestRig } from "./testing/rest-rig";
import { WireDevice } from "./testing/wire";
import { signature } from "./webhook/signature";

/** The messages of devices that the application got, and how. */
const received: { method: string; params: Record<string, string>; isSigned: boolean }[] = [];

let origin = "";
const application = createServer(async (request, response) => {
  let body = "";
  for await (const chunk of request) body += String(chunk);
  const { method = "", url = "" } = request;
  if (!url.startsWith("/messages")) {
    response.end(`<Response><Dial answerOnBridge="true"><Client>bob</Client></Dial></Response>`);
    return;
  }
  const params = method === "GET" ? new URL(url, origin).searchParams : new URLSearchParams(body);
  const signed = signature(CONFIG.authToken, `${origin}${url}`, method === "GET" ? [] : [...params]);
  const isSigned = request.headers["x-twilio-signature"] === signed;
  received.push({ method, params: Object.fromEntries(params), isSigned });
  response.end();
});

let rig: RestRig;
let alice: WireDevice;
let bob: WireDevice;
/** The sids of the caller's call and of the one to Bob. */
let parent: string;
let child: string;

beforeAll(async () => {
  origin = `http://127.0.0.1:${await listenOnFreePort(application)}`;
});
afterAll(() => {
  application.closeAllConnections();
  application.close();
});
beforeEach(async () => {
  received.length = 0;
  rig = await RestRig.open({ voiceUrl: `${origin}/voice`, statusUrl: undefined });
  alice = await WireDevice.open(rig.gateway.port, "alice");
  bob = await WireDevice.open(rig.gateway.port, "bob");
  const invite = bob.next("invite");
  ({ callsid: parent } = await alice.call(bob));
  ({ callsid: child } = await invite);
});
afterEach(async () => {
  for (const device of [alice, bob]) device.close();
  const problems = rig.tap.problems();
  await rig.close();
  expect(problems).toEqual([]);
});

const official = () => rig.tap.client(CONFIG.accountSid, CONFIG.authToken);

/** Sends a message as the SDK's `call.sendMessage` does, and waits until the gateway has taken it. */
async function sendMessage(device: WireDevice, callsid: string, voiceeventsid: string): Promise<void> {
  const taken = device.next("ack");
  const content = { hello: "world" };
  const type = { contenttype: "application/json", messagetype: "user-defined-message" };
  device.send("message", { callsid, content, ...type, voiceeventsid });
  expect(await taken).toEqual({ acktype: "message", callsid, voiceeventsid });
}

describe("a message of the application", () => {
  test("reaches the device of the call, by auth token and by key", async () => {
    for (const client of [official(), rig.tap.client(CONFIG.apiKey, CONFIG.apiSecret, CONFIG.accountSid)]) {
      const got = bob.next("message");
      const message = await client.calls(child).userDefinedMessages.create({ content: '{"key":"value"}' });
      expect(message).toMatchObject({ accountSid: CONFIG.accountSid, callSid: child });
      expect(message.dateCreated).toBeInstanceOf(Date);
      expect(await got).toEqual({
        callsid: child,
        content: { key: "value" },
        contenttype: "application/json",
        messagetype: "user-defined-message",
        voiceeventsid: message.sid,
      });
    }
  });

  test("is sent once for each idempotency key", async () => {
    const got: unknown[] = [];
    const create = (content: string, idempotencyKey: string) =>
      official().calls(parent).userDefinedMessages.create({ content, idempotencyKey });
    const collect = (async () => {
      while (got.length < 2) got.push((await alice.next("message")).content);
    })();
    const first = await create("1", "a");
    expect((await create("1", "a")).sid).toBe(first.sid);
    expect((await create("2", "b")).sid).not.toBe(first.sid);
    await collect;
    expect(got).toEqual([1, 2]);
  });

  test.each([
    ["that is no JSON", { Content: "hello" }, 32702],
    ["without content", {}, 32702],
    ["of more than 10,000 characters", { Content: JSON.stringify("x".repeat(9_999)) }, 32703],
  ])("%s is refused", async (_name, form, code) => {
    const answer = await rig.ask(`/Calls/${child}/UserDefinedMessages.json`, { form });
    expect([answer.status, answer.body.code]).toEqual([400, code]);
  });

  test("of exactly 10,000 characters is taken", async () => {
    const Content = JSON.stringify("x".repeat(9_998));
    const answer = await rig.ask(`/Calls/${child}/UserDefinedMessages.json`, { form: { Content } });
    expect(answer.status).toBe(201);
  });
});

describe("a subscription", () => {
  const subscribe = (sid: string, more: { method?: "GET" | "POST"; idempotencyKey?: string } = {}) =>
    official()
      .calls(sid)
      .userDefinedMessageSubscriptions.create({ callback: `${origin}/messages`, ...more });

  test("gets the messages of its call's device, signed", async () => {
    const subscription = await subscribe(parent);
    expect(subscription).toMatchObject({
      accountSid: CONFIG.accountSid,
      callSid: parent,
      sid: expect.stringMatching(/^ZY[0-9a-f]{32}$/),
      uri: `${accountPath}/Calls/${parent}/UserDefinedMessageSubscriptions/${subscription.sid}.json`,
    });
    await sendMessage(bob, child, "KX0");
    await sendMessage(alice, parent, "KX1");
    await vi.waitFor(() => expect(received).toHaveLength(1));
    expect(received).toMatchObject([
      {
        method: "POST",
        isSigned: true,
        params: {
          AccountSid: CONFIG.accountSid,
          CallSid: parent,
          Content: '{"hello":"world"}',
          ContentType: "application/json",
          SequenceNumber: "1",
          Sid: "KX1",
        },
      },
    ]);
  });

  test("by GET gets everything in the query", async () => {
    await subscribe(child, { method: "GET" });
    await sendMessage(bob, child, "KX1");
    await vi.waitFor(() => expect(received).toHaveLength(1));
    expect(received).toMatchObject([{ method: "GET", isSigned: true, params: { Sid: "KX1" } }]);
  });

  test("is made once for each idempotency key", async () => {
    const first = await subscribe(child, { idempotencyKey: "a" });
    expect((await subscribe(child, { idempotencyKey: "a" })).sid).toBe(first.sid);
    await sendMessage(bob, child, "KX1");
    await sendMessage(bob, child, "KX2");
    await vi.waitFor(() => expect(received.map(({ params }) => params.Sid)).toContain("KX2"));
    expect(received).toHaveLength(2);
  });

  test("that is removed gets no more messages", async () => {
    const [removed, kept] = [await subscribe(child), await subscribe(child)];
    const path = `/Calls/${child}/UserDefinedMessageSubscriptions`;
    await official().calls(child).userDefinedMessageSubscriptions(removed.sid).remove();
    expect((await rig.ask(`${path}/${removed.sid}.json`, { method: "DELETE" })).status).toBe(404);
    expect((await rig.ask(`${path}/${kept.sid}.json`)).body.code).toBe(20004);
    await sendMessage(bob, child, "KX1");
    await sendMessage(bob, child, "KX2");
    await vi.waitFor(() => expect(received.map(({ params }) => params.Sid)).toContain("KX2"));
    expect(received).toHaveLength(2);
  });

  test.each([
    ["without callback", {}, 21402],
    ["to something else than a web address", { Callback: "ftp://example.com" }, 21402],
    ["by another method", { Callback: "http://example.com", Method: "PUT" }, 21403],
  ])("%s is refused", async (_name, form, code) => {
    const answer = await rig.ask(`/Calls/${child}/UserDefinedMessageSubscriptions.json`, { form });
    expect([answer.status, answer.body.code]).toEqual([400, code]);
  });

  test("ends with its call", async () => {
    const { sid } = await subscribe(child);
    await alice.hangUp(parent, bob);
    const path = `/Calls/${child}/UserDefinedMessageSubscriptions`;
    await vi.waitFor(async () => {
      expect((await rig.ask(`${path}/${sid}.json`, { method: "DELETE" })).status).toBe(404);
    });
    const late = await rig.ask(`${path}.json`, { form: { Callback: `${origin}/messages` } });
    expect([late.status, late.body.code]).toEqual([400, 21220]);
    const message = await rig.ask(`/Calls/${child}/UserDefinedMessages.json`, { form: { Content: "1" } });
    expect([message.status, message.body.code]).toEqual([400, 21220]);
  });
});

test.each([
  ["UserDefinedMessages", byKey],
  ["UserDefinedMessageSubscriptions", byKey],
  ["UserDefinedMessages/KX1", byKey],
])("%s of a call that does not exist is not found", async (resource, credentials) => {
  const form = { Content: "1", Callback: `${origin}/messages` };
  const answer = await rig.ask(`/Calls/CA${"0".repeat(32)}/${resource}.json`, { form, credentials });
  expect([answer.status, answer.body.code]).toEqual([404, 20404]);
});

test("the control API sends a message as REST does", async () => {
  const got = bob.next("message");
  const message = { callSid: child, content: { a: 1 }, messageType: "user-defined-message" };
  expect(await rig.control("message", message)).toBe(200);
  expect(await got).toMatchObject({ callsid: child, content: { a: 1 }, contenttype: "application/json" });
});
