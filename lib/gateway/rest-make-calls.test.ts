import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { CONFIG } from "./testing/account";
import { CallsRestRig } from "./testing/calls-rest";
import type { FakeDevice, Rig } from "./testing/rig";

let rest: CallsRestRig;
let rig: Rig;
let bob: FakeDevice;

beforeEach(async () => {
  rest = await CallsRestRig.open();
  ({ rig } = rest);
  bob = await rig.device("bob");
});
afterEach(async () => {
  expect(await rest.close()).toEqual([]);
});

const app = "http://app.test";
const events = ["initiated", "ringing", "answered", "completed"];
const asked = { to: "client:bob", from: "client:desk", url: `${app}/answered` };
const reporting = { statusCallback: `${app}/progress`, statusCallbackEvent: events };

/** Makes a call, and resolves with its sid once it rings, or has ended without. */
async function make(more: Parameters<typeof rest.calls.create>[0] | object = {}): Promise<string> {
  const { sid } = await rest.calls.create({ ...asked, ...more });
  await rig.clock.advance(0);
  return sid;
}

/** Bob answers, and what runs has come to its first wait. */
async function answer(): Promise<void> {
  bob.answer();
  for (let n = 0; n < 5; n += 1) await rig.clock.advance(0);
}

const statusOf = async (sid: string) => (await rest.calls(sid).fetch()).status;
const reported = () => rig.app.at("/progress").map(({ CallStatus }) => CallStatus);

describe("a call to a client", () => {
  test("rings with its parameters, is answered, runs TwiML, and reports each step in order", async () => {
    rig.app.answers.set("/answered", `<Pause length="30"/>`);
    const timers = rig.clock.pending;
    const created = await rest.calls.create({
      ...asked,
      to: "client:bob?ticket=7&note=a%20b%26c",
      ...reporting,
    });
    expect(created).toMatchObject({
      status: "queued",
      direction: "outbound-api",
      from: "client:desk",
      to: "client:bob",
      parentCallSid: null,
      endTime: null,
    });
    expect(bob.got("invite")).toEqual([]);
    await rig.clock.advance(0);
    const { parameters, callsid } = bob.last("invite");
    expect(callsid).toBe(created.sid);
    expect(parameters).toMatchObject({ From: "client:desk", To: "client:bob", CallSid: created.sid });
    expect(Object.fromEntries(new URLSearchParams(parameters.Params))).toEqual({
      ticket: "7",
      note: "a b&c",
    });
    expect(await statusOf(created.sid)).toBe("ringing");
    expect(rig.app.at("/answered")).toEqual([]);

    await answer();
    await rig.clock.advance(29_000);
    expect(await statusOf(created.sid)).toBe("in-progress");
    const [voice] = rig.app.at("/answered");
    expect(voice).toEqual({
      AccountSid: CONFIG.accountSid,
      ApiVersion: "2010-04-01",
      CallSid: created.sid,
      CallStatus: "in-progress",
      Direction: "outbound-api",
      From: "client:desk",
      Caller: "client:desk",
      To: "client:bob",
      Called: "client:bob",
    });
    await rig.clock.advance(1_000);
    expect(bob.last("hangup")).toMatchObject({ callsid: created.sid });
    expect(await rest.calls(created.sid).fetch()).toMatchObject({ status: "completed", duration: "30" });
    expect(rig.app.at("/progress")).toMatchObject(
      ["initiated", "ringing", "in-progress", "completed"].map((CallStatus, n) => ({
        CallSid: created.sid,
        CallStatus,
        SequenceNumber: String(n),
        Direction: "outbound-api",
        ...(CallStatus === "completed" ? { CallDuration: "30" } : {}),
      })),
    );
    expect(rig.app.at("/progress").some(({ ParentCallSid }) => ParentCallSid !== undefined)).toBe(false);
    expect(rig.records.open).toEqual([]);
    expect(rig.clock.pending).toBe(timers);
  });

  test("reports its end alone unless other events are asked for, in one field or in several", async () => {
    const callback = { statusCallback: `${app}/progress` };
    await make(callback);
    bob.last("invite");
    bob.send("reject", { callsid: bob.last("invite").callsid });
    await rig.clock.advance(0);
    expect(reported()).toEqual(["busy"]);
    await make({ ...callback, statusCallbackEvent: ["initiated completed"] });
    bob.send("reject", { callsid: bob.last("invite").callsid });
    await rig.clock.advance(0);
    expect(reported()).toEqual(["busy", "initiated", "busy"]);
  });

  test("without a device ends no-answer at once, and never rings", async () => {
    const sid = await make({ to: "client:nobody", ...reporting });
    expect(await statusOf(sid)).toBe("no-answer");
    expect(reported()).toEqual(["initiated", "no-answer"]);
    expect(rig.app.at("/answered")).toEqual([]);
  });

  test("is busy when the device declines", async () => {
    const sid = await make(reporting);
    bob.send("reject", { callsid: sid });
    await rig.clock.advance(0);
    expect(await statusOf(sid)).toBe("busy");
    expect(reported()).toEqual(["initiated", "ringing", "busy"]);
  });

  test("is canceled over REST while it rings, and while it is queued", async () => {
    const sid = await make(reporting);
    expect(await rest.calls(sid).update({ status: "canceled" })).toMatchObject({ status: "canceled" });
    expect(bob.last("cancel")).toMatchObject({ callsid: sid });
    expect(reported()).toEqual(["initiated", "ringing", "canceled"]);
    const queued = await rest.calls.create(asked);
    await rest.calls(queued.sid).update({ status: "canceled" });
    await rig.clock.advance(0);
    expect(await statusOf(queued.sid)).toBe("canceled");
    expect(bob.got("invite")).toHaveLength(1);
  });

  test.each([
    [undefined, 65],
    [10, 15],
  ])("with a timeout of %s s is given up after %i s, with Twilio's buffer", async (timeout, seconds) => {
    const sid = await make(timeout === undefined ? {} : { timeout });
    await rig.clock.advance(seconds * 1_000 - 1);
    expect(await statusOf(sid)).toBe("ringing");
    await rig.clock.advance(1);
    expect(await statusOf(sid)).toBe("no-answer");
    expect(bob.last("cancel")).toMatchObject({ callsid: sid });
  });

  test("ends at its time limit, counted from the answer", async () => {
    const sid = await make({ twiml: `<Response><Pause length="600"/></Response>`, url: "", timeLimit: 20 });
    await rig.clock.advance(30_000);
    await answer();
    await rig.clock.advance(19_999);
    expect(await statusOf(sid)).toBe("in-progress");
    await rig.clock.advance(1);
    expect(await rest.calls(sid).fetch()).toMatchObject({ status: "completed", duration: "20" });
  });
});

describe("what runs", () => {
  test("given TwiML, whose relative URLs go from the application's Voice URL", async () => {
    const twiml = `<Response><Pause/><Redirect>/next?a=1</Redirect></Response>`;
    await make({ url: "", twiml });
    await answer();
    await rig.clock.advance(1_000);
    expect(rig.app.requests.map(({ url }) => url)).toEqual([new URL("/next?a=1", CONFIG.voiceUrl).href]);
  });

  test("the document of Url, if there is a Twiml as well", async () => {
    await make({ twiml: `<Response><Redirect>/given</Redirect></Response>` });
    await answer();
    expect(rig.app.requests.map(({ url }) => url)).toEqual([asked.url]);
  });

  test("that of an application, which also gets the end, whatever else the form says", async () => {
    const { sid: applicationSid } = rig.account.applications.create({
      voiceUrl: `${app}/app-voice`,
      statusCallback: `${app}/app-status`,
    });
    await make({ applicationSid, ...reporting });
    await answer();
    expect(rig.app.at("/app-voice")).toHaveLength(1);
    expect(rig.app.at("/app-status")).toMatchObject([{ CallStatus: "completed" }]);
    expect(rig.app.at("/answered")).toEqual([]);
    expect(rig.app.at("/progress")).toEqual([]);
  });

  test.each([
    ["cannot be fetched", 500, "11200"],
    ["is no TwiML", "<Broken", "12100"],
  ])("the fallback, once, when a document %s", async (_name, body, ErrorCode) => {
    rig.app.answers.set("/answered", body);
    rig.app.answers.set("/fallback", `<Pause length="9"/><Redirect>/answered</Redirect>`);
    const sid = await make({ fallbackUrl: `${app}/fallback` });
    await answer();
    await rig.clock.advance(8_000);
    expect(rig.app.at("/fallback")).toMatchObject([{ CallSid: sid, ErrorCode, ErrorUrl: asked.url }]);
    expect(await statusOf(sid)).toBe("in-progress");
    await rig.clock.advance(1_000);
    expect(await statusOf(sid)).toBe("completed");
    expect(rig.app.at("/fallback")).toHaveLength(1);
  });

  test("with Record, while the call is recorded", async () => {
    rig.app.answers.set("/answered", `<Pause length="3"/>`);
    const sid = await make({
      record: true,
      recordingChannels: "dual",
      recordingStatusCallback: `${app}/recorded`,
      recordingStatusCallbackEvent: ["in-progress", "completed"],
    });
    expect(rig.recordings.list({})).toEqual([]);
    await answer();
    await rig.clock.advance(1_000);
    expect(rig.recordings.list({})).toMatchObject([
      { callSid: sid, source: "OutboundAPI", channels: 2, status: "in-progress" },
    ]);
    expect(rig.app.at("/recorded")).toMatchObject([{ CallSid: sid, RecordingStatus: "in-progress" }]);
  });
});

describe("a call is refused", () => {
  const none = { url: "" };
  test.each([
    ["without To", { to: "" }, 21201],
    ["to a phone number", { to: "+15005550006" }, 21211],
    ["to a client that cannot be", { to: "client:a b" }, 21211],
    ["to no client", { to: "client:?a=1" }, 21211],
    ["without From", { from: "" }, 21213],
    ["with a From of two lines", { from: "a\nb" }, 21212],
    ["without anything that runs", none, 21205],
    ["with an Url that is none", { url: "localhost/voice" }, 21205],
    ["with too much Twiml", { ...none, twiml: `<Response>${" ".repeat(4_000)}</Response>` }, 20001],
    ["with an unknown application", { applicationSid: `AP${"0".repeat(32)}` }, 21218],
    ["with a method that is none", { method: "PUT" }, 21403],
    ["with a fallback that is no URL", { fallbackUrl: "x" }, 21402],
    ["with a status callback that is no URL", { statusCallback: "x" }, 21609],
    ["with an event that is none", { statusCallbackEvent: ["ringing", "hungry"] }, 21626],
    ["with a timeout of 0", { timeout: 0 }, 21208],
    ["with a timeout of 601", { timeout: 601 }, 21208],
    ["with a time limit of 0", { timeLimit: 0 }, 20001],
    ["with channels that are none", { record: true, recordingChannels: "three" }, 20001],
  ])("%s", async (_name, wrong, code) => {
    const form = { ...asked, ...wrong };
    await expect(rest.calls.create(form)).rejects.toMatchObject({ status: 400, code });
    expect(rig.records.list()).toEqual([]);
  });

  test("through an application without a Voice URL", async () => {
    const { sid } = rig.account.applications.create({});
    const refused = rest.calls.create({ ...asked, applicationSid: sid });
    await expect(refused).rejects.toMatchObject({ status: 400, code: 21205 });
  });

  test("when there are too many", async () => {
    for (let n = 0; n < 500; n += 1) {
      rig.switchboard.callOut({
        identity: "bob",
        parameters: [],
        from: "x",
        document: { url: asked.url, method: "POST" },
        fallback: undefined,
        statusCallback: undefined,
        statusCallbackEvents: new Set(),
        timeout: 1,
        timeLimit: 1,
        recording: undefined,
      });
    }
    await expect(rest.calls.create(asked)).rejects.toMatchObject({ status: 429, code: 20429 });
  });
});

test("what concerns phone lines alone changes nothing, and the log names it", async () => {
  const sid = await make({ sendDigits: "1w2", machineDetection: "Enable", callReason: "hello" });
  expect(bob.last("invite").callsid).toBe(sid);
  expect(rig.lines).toContain(
    `${sid}: REST: these change nothing here: SendDigits, CallReason, MachineDetection`,
  );
});
