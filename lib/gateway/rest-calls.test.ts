import { createServer, type IncomingMessage } from "node:http";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { silentLog } from "./base/log";
import { type Gateway, startGateway } from "./gateway";
import { CONFIG } from "./testing/account";
import { listenOnFreePort } from "./testing/listen";
import { RestTap } from "./testing/rest-tap";
import { dial } from "./testing/rig";
import { browserSdp } from "./testing/sdp";
import { WireDevice } from "./testing/wire";

/** The status of each report, and the results of <Dial>, in the order in which the application got them. */
const reported: string[] = [];
const application = createServer(async (request, response) => {
  const form = await formOf(request);
  const what = form.get("DialCallStatus") ?? form.get("CallStatus");
  if (request.url === "/progress") reported.push(`${form.get("To")} ${what}`);
  if (request.url === "/action") reported.push(`dial ${what}`);
  const body = request.url === "/voice" ? dial("bob", "carol") : "";
  response.end(`<Response>${body}</Response>`);
});

async function formOf(request: IncomingMessage): Promise<URLSearchParams> {
  let text = "";
  for await (const chunk of request) text += String(chunk);
  return new URLSearchParams(text);
}

let gateway: Gateway;
let tap: RestTap;
let alice: WireDevice;
let bob: WireDevice;
let carol: WireDevice;

beforeAll(async () => {
  const port = await listenOnFreePort(application);
  const app = `http://127.0.0.1:${port}`;
  const config = { ...CONFIG, voiceUrl: `${app}/voice`, statusUrl: undefined };
  gateway = await startGateway(config, { log: silentLog });
  tap = await RestTap.open(gateway.port);
});
afterAll(async () => {
  tap.close();
  await gateway.close();
  application.close();
});
beforeEach(async () => {
  reported.length = 0;
  [alice, bob, carol] = (await Promise.all(
    ["alice", "bob", "carol"].map((who) => WireDevice.open(gateway.port, who)),
  )) as [WireDevice, WireDevice, WireDevice];
});
afterEach(() => {
  for (const device of [alice, bob, carol]) device.close();
  expect(tap.problems()).toEqual([]);
});

const byToken = `${CONFIG.accountSid}:${CONFIG.authToken}`;
const byKey = `${CONFIG.apiKey}:${CONFIG.apiSecret}`;

/** Sends a request about a call, as any client of Twilio's REST interface does. */
async function ask(
  sid: string,
  {
    status,
    credentials = byKey,
    method,
    body,
    accountSid = CONFIG.accountSid,
  }: {
    status?: string;
    credentials?: string;
    method?: string;
    body?: string;
    accountSid?: string;
  } = {},
) {
  const form = status === undefined ? body : `Status=${status}`;
  const response = await fetch(`${tap.origin}/2010-04-01/Accounts/${accountSid}/Calls/${sid}.json`, {
    method: method ?? (form === undefined ? "GET" : "POST"),
    headers: {
      authorization: `Basic ${Buffer.from(credentials).toString("base64")}`,
      "content-type": "application/x-www-form-urlencoded",
    },
    ...(form === undefined ? {} : { body: form }),
  });
  return { status: response.status, headers: response.headers, body: await response.json() };
}

/** A call of Alice's that rings Bob and Carol. `answer` lets Bob answer it. */
async function ring() {
  const invites = Promise.all([bob.next("invite"), carol.next("invite")]);
  const ringing = alice.next("ringing");
  const sdp = browserSdp("actpass", "alice");
  alice.send("invite", { callsid: "TJ-alice", sdp, twilio: { params: "To=bob" } });
  const [[toBob, toCarol], parent] = [await invites, await ringing];
  const answer = async () => {
    const connected = alice.next("answer");
    bob.send("answer", { callsid: toBob.callsid, sdp: browserSdp("active", "bob") });
    await connected;
  };
  return { answer, parent: parent.callsid, bob: toBob.callsid, carol: toCarol.callsid };
}

describe("a call", () => {
  test("is shown with Twilio's fields, under way and ended", async () => {
    const call = await ring();
    await call.answer();
    const { status, body } = await ask(call.bob);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      sid: call.bob,
      parent_call_sid: call.parent,
      account_sid: CONFIG.accountSid,
      from: "client:alice",
      to: "client:bob",
      direction: "outbound-dial",
      status: "in-progress",
      api_version: "2010-04-01",
      uri: `/2010-04-01/Accounts/${CONFIG.accountSid}/Calls/${call.bob}.json`,
      end_time: null,
      duration: null,
      date_created: expect.stringMatching(/^\w{3}, \d\d \w{3} \d{4} [\d:]{8} \+0000$/),
    });
    expect((await ask(call.parent)).body).toMatchObject({
      status: "in-progress",
      direction: "inbound",
      parent_call_sid: null,
    });
    expect((await ask(call.carol)).body).toMatchObject({ status: "canceled", duration: "0" });
    const over = bob.next("hangup");
    expect((await ask(call.parent, { status: "completed" })).body).toMatchObject({ status: "completed" });
    await over;
    expect((await ask(call.bob)).body).toMatchObject({ status: "completed", duration: expect.any(String) });
  });
});

describe("Status=completed", () => {
  test("for the caller's call hangs up both sides", async () => {
    const call = await ring();
    await call.answer();
    const over = Promise.all([alice.next("hangup"), bob.next("hangup")]);
    const { status, body } = await ask(call.parent, { status: "completed" });
    expect([status, body.status]).toEqual([200, "completed"]);
    await over;
  });

  test("for an answered <Client> ends it, and with it the call", async () => {
    const call = await ring();
    await call.answer();
    const over = Promise.all([alice.next("hangup"), bob.next("hangup")]);
    expect((await ask(call.bob, { status: "completed" })).body.status).toBe("completed");
    await over;
    await vi.waitFor(() => expect(reported).toContain("dial completed"));
  });

  test("for a ringing <Client> cancels it, and the other one can still answer", async () => {
    const call = await ring();
    const canceled = carol.next("cancel");
    expect((await ask(call.carol, { status: "completed" })).body.status).toBe("canceled");
    await canceled;
    await vi.waitFor(() => expect(reported).toContain("client:carol canceled"));
    expect((await ask(call.parent)).body.status).toBe("ringing");
    await call.answer();
    expect((await ask(call.bob)).body.status).toBe("in-progress");
  });

  test("for a caller's call that rings cancels it on every device", async () => {
    const call = await ring();
    const over = Promise.all([alice.next("hangup"), bob.next("cancel"), carol.next("cancel")]);
    await ask(call.parent, { status: "completed" });
    await over;
    await vi.waitFor(() => expect(reported).toContain("client:bob canceled"));
  });
});

describe("Status=canceled", () => {
  test("ends a ringing <Client>", async () => {
    const call = await ring();
    const canceled = carol.next("cancel");
    expect((await ask(call.carol, { status: "canceled" })).body.status).toBe("canceled");
    await canceled;
  });

  test("changes nothing in an answered call", async () => {
    const call = await ring();
    await call.answer();
    for (const sid of [call.bob, call.parent]) {
      const { status, body } = await ask(sid, { status: "canceled" });
      expect([status, body.status]).toEqual([200, "in-progress"]);
    }
    expect((await ask(call.bob)).body.status).toBe("in-progress");
  });
});

describe("errors", () => {
  const unknown = `CA${"0".repeat(32)}`;

  test.each([
    ["no credentials", ""],
    ["a wrong auth token", `${CONFIG.accountSid}:wrong`],
    ["a wrong secret", `${CONFIG.apiKey}:wrong`],
    ["the secret of another name", `${CONFIG.accountSid}:${CONFIG.apiSecret}`],
    ["an empty password", `${CONFIG.accountSid}:`],
  ])("401, 20003: %s", async (_name, credentials) => {
    const { status, body, headers } = await ask(unknown, { credentials });
    expect(status).toBe(401);
    expect(body).toEqual({
      code: 20003,
      message: "Authenticate",
      more_info: "https://www.twilio.com/docs/errors/20003",
      status: 401,
    });
    expect(headers.get("www-authenticate")).toContain("Basic");
  });

  test("401, 20003: the call of another account", async () => {
    const call = await ring();
    expect((await ask(call.parent, { accountSid: `AC${"0".repeat(32)}` })).body).toMatchObject({
      code: 20003,
    });
  });

  test("404, 20404: an unknown call", async () => {
    expect((await ask(unknown, { credentials: byToken })).body).toMatchObject({ code: 20404, status: 404 });
    expect((await ask(unknown, { status: "completed" })).status).toBe(404);
  });

  test("400, 21220: a call that has ended", async () => {
    const call = await ring();
    await call.answer();
    const over = bob.next("hangup");
    await ask(call.parent, { status: "completed" });
    await over;
    for (const sid of [call.parent, call.bob, call.carol]) {
      for (const status of ["completed", "canceled"]) {
        expect(await ask(sid, { status })).toMatchObject({ status: 400, body: { code: 21220 } });
      }
    }
  });

  test.each(["Status=busy", "Status=", "", "Url=", "Status=completed&Twiml=x", "Record=true", "\0"])(
    "400, 20001: %j, and the call goes on",
    async (body) => {
      const call = await ring();
      expect(await ask(call.parent, { body })).toMatchObject({ status: 400, body: { code: 20001 } });
      expect((await ask(call.parent)).body.status).toBe("ringing");
    },
  );

  test("405: a method that the resource does not have", async () => {
    const call = await ring();
    expect((await ask(call.parent, { method: "PUT", body: "" })).status).toBe(405);
    expect((await ask(call.parent)).body.status).toBe("ringing");
  });

  test("a body of 1 MB is refused", async () => {
    const call = await ring();
    const body = `Status=completed&x=${"x".repeat(1024 * 1024)}`;
    expect((await ask(call.parent, { body })).body).toMatchObject({ code: 20001 });
  });
});
