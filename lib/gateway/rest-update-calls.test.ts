import { afterEach, describe, expect, test } from "vitest";
import { CallsRestRig } from "./testing/calls-rest";
import type { FakeDevice, Rig } from "./testing/rig";

let rest: CallsRestRig;
let rig: Rig;
let alice: FakeDevice;
let bob: FakeDevice;

/** Opens a gateway whose calls are relayed where they can be, or all end there. */
async function open(plan: "auto" | "ended" = "ended"): Promise<void> {
  rest = await CallsRestRig.open(plan);
  ({ rig } = rest);
  [alice, bob] = await rig.devices("alice", "bob");
}
afterEach(async () => {
  expect(await rest.close()).toEqual([]);
});

const app = "http://app.test";

/** Lets all that needs no time happen. */
async function settled(): Promise<void> {
  for (let n = 0; n < 6; n += 1) await rig.clock.advance(0);
}

/** A call over REST that Bob has answered, and whose TwiML is this. */
async function called(verbs: string, more: object = {}): Promise<string> {
  const twiml = `<Response>${verbs}</Response>`;
  const { sid } = await rest.calls.create({ to: "client:bob", from: "client:desk", twiml, ...more });
  await settled();
  bob.answer();
  await settled();
  return sid;
}

/** Alice's call, whose document dials Bob; he answers. */
async function connected(after = ""): Promise<{ parent: string; child: string }> {
  const noun = `<Client statusCallback="/progress" statusCallbackEvent="answered completed">bob</Client>`;
  rig.app.answers.set("/voice", `<Dial answerOnBridge="true" action="/action">${noun}</Dial>${after}`);
  await rig.placeCall(alice);
  await settled();
  bob.answer();
  await settled();
  return { parent: alice.last("answer").callsid, child: bob.last("invite").callsid };
}

const statusOf = async (sid: string) => (await rest.calls(sid).fetch()).status;
const pause = (seconds: number) => `<Pause length="${seconds}"/>`;

describe("another document", () => {
  test("of Url breaks off a Pause, and ends the call when it has run", async () => {
    await open();
    const sid = await called(`${pause(600)}<Redirect>/never</Redirect>`);
    rig.app.answers.set("/moved", pause(5));
    const updated = await rest.calls(sid).update({ url: `${app}/moved` });
    expect(updated).toMatchObject({ sid, status: "in-progress" });
    await settled();
    expect(rig.app.at("/moved")).toMatchObject([{ CallSid: sid, CallStatus: "in-progress" }]);
    await rig.clock.advance(4_999);
    expect(await statusOf(sid)).toBe("in-progress");
    await rig.clock.advance(1);
    expect(await statusOf(sid)).toBe("completed");
    expect(rig.app.at("/never")).toEqual([]);
  });

  test("of Twiml breaks off a Dial: its client is hung up, and its action is not requested", async () => {
    await open();
    const { parent, child } = await connected();
    await rest.calls(parent).update({ twiml: `<Response>${pause(5)}<Redirect>/moved</Redirect></Response>` });
    await settled();
    expect(bob.last("hangup")).toMatchObject({ callsid: child });
    expect([await statusOf(child), await statusOf(parent)]).toEqual(["completed", "in-progress"]);
    await rig.clock.advance(5_000);
    expect(rig.app.at("/moved")).toMatchObject([{ CallSid: parent }]);
    expect(rig.app.at("/action")).toEqual([]);
  });

  test.each([
    ["Say", `<Say loop="0">Hello.</Say>`],
    ["Play", `<Play loop="0">/2.wav</Play>`],
    ["Gather", `<Gather timeout="600" action="/action"/>`],
    ["Record", `<Record timeout="600" action="/action"/>`],
  ])("of Twiml breaks off a %s", async (_name, verb) => {
    await open();
    const sid = await called(verb);
    // Without a browser no media opens, and what is heard begins without it after a while.
    await rig.clock.advance(7_000);
    expect(await statusOf(sid)).toBe("in-progress");
    await rest.calls(sid).update({ twiml: `<Response>${pause(5)}<Redirect>/moved</Redirect></Response>` });
    await rig.clock.advance(4_999);
    expect(rig.app.requests).toEqual([]);
    await rig.clock.advance(1);
    expect(rig.app.requests).toMatchObject([{ url: expect.stringContaining("/moved") }]);
  });

  test("breaks off a Dial that still rings", async () => {
    await open();
    rig.app.answers.set("/voice", `<Dial action="/action"><Client>bob</Client></Dial>`);
    await rig.placeCall(alice);
    await settled();
    const { callsid } = alice.last("answer");
    await rest.calls(callsid).update({ twiml: `<Response>${pause(5)}</Response>` });
    await settled();
    expect(bob.last("cancel")).toMatchObject({ callsid: bob.last("invite").callsid });
    expect(rig.app.at("/action")).toEqual([]);
    expect(await statusOf(callsid)).toBe("in-progress");
  });

  test("for the client of a Dial takes it out, and the caller goes on with the next verb", async () => {
    await open();
    rig.app.answers.set("/action", pause(30));
    const { parent, child } = await connected();
    await rest.calls(child).update({ twiml: `<Response>${pause(60)}</Response>` });
    await settled();
    expect(rig.app.at("/action")).toMatchObject([{ DialCallStatus: "completed", DialCallSid: child }]);
    expect(bob.got("hangup")).toEqual([]);
    await rig.clock.advance(30_000);
    expect([await statusOf(parent), await statusOf(child)]).toEqual(["completed", "in-progress"]);
    await rig.clock.advance(30_000);
    expect(bob.last("hangup")).toMatchObject({ callsid: child });
    expect(rig.app.at("/progress").map(({ CallStatus }) => CallStatus)).toEqual(["in-progress", "completed"]);
  });

  test("that is malformed ends the call when it is its turn, or goes to the fallback", async () => {
    await open();
    const sid = await called(pause(600));
    await rest.calls(sid).update({ twiml: "<Response>" });
    await settled();
    expect(await statusOf(sid)).toBe("completed");
    expect(rig.lines.some((line) => line.startsWith(sid) && line.includes("12100"))).toBe(true);
    const other = await called(pause(600));
    rig.app.answers.set("/fallback", pause(600));
    await rest.calls(other).update({ twiml: "<Response>", fallbackUrl: `${app}/fallback` });
    await settled();
    expect(rig.app.at("/fallback")).toMatchObject([{ CallSid: other, ErrorCode: "12100" }]);
    expect(await statusOf(other)).toBe("in-progress");
  });

  test("is refused where the sound goes from browser to browser, and the message says what to set", async () => {
    await open("auto");
    const { parent, child } = await connected();
    for (const sid of [parent, child]) {
      await expect(rest.calls(sid).update({ url: `${app}/moved` })).rejects.toMatchObject({
        status: 400,
        code: 21220,
        message: expect.stringContaining("VOICE_GATEWAY_MEDIA=ended"),
      });
    }
    expect(await statusOf(child)).toBe("in-progress");
  });

  test("is refused for a call that is queued, rings or has ended", async () => {
    await open();
    const twiml = `<Response>${pause(1)}</Response>`;
    const { sid } = await rest.calls.create({ to: "client:bob", from: "client:desk", twiml });
    const refused = {
      status: 400,
      code: 21220,
      message: expect.stringContaining("Call is not in-progress. Cannot redirect."),
    };
    await expect(rest.calls(sid).update({ twiml })).rejects.toMatchObject(refused);
    await settled();
    expect(await statusOf(sid)).toBe("ringing");
    await expect(rest.calls(sid).update({ twiml })).rejects.toMatchObject(refused);
    await rest.calls(sid).update({ status: "completed" });
    await expect(rest.calls(sid).update({ twiml })).rejects.toMatchObject(refused);
  });
});

describe("other changes", () => {
  test("a new status callback gets what comes after it", async () => {
    await open();
    const sid = await called(pause(600), { statusCallback: `${app}/first` });
    await rest.calls(sid).update({ statusCallback: `${app}/second` });
    await rest.calls(sid).update({ status: "completed" });
    expect(bob.last("hangup")).toMatchObject({ callsid: sid });
    await settled();
    expect(rig.app.at("/second")).toMatchObject([{ CallStatus: "completed" }]);
    expect(rig.app.at("/first")).toEqual([]);
  });

  test("a caller's call gets one too", async () => {
    await open();
    const { parent } = await connected();
    await rest.calls(parent).update({ statusCallback: `${app}/second`, status: "completed" });
    await settled();
    expect(rig.app.at("/second")).toMatchObject([{ CallSid: parent, CallStatus: "completed" }]);
    expect(rig.app.at("/status")).toEqual([]);
  });

  test("a time limit counts from the answer, and one that has passed ends the call", async () => {
    await open();
    const sid = await called(pause(600));
    await rest.calls(sid).update({ timeLimit: 30 });
    await rig.clock.advance(29_999);
    expect(await statusOf(sid)).toBe("in-progress");
    await rest.calls(sid).update({ timeLimit: 100 });
    await rig.clock.advance(60_000);
    expect(await statusOf(sid)).toBe("in-progress");
    await rest.calls(sid).update({ timeLimit: 10 });
    await settled();
    expect(await rest.calls(sid).fetch()).toMatchObject({ status: "completed", duration: "90" });
  });

  test("a caller's call gets a time limit as well", async () => {
    await open("auto");
    const { parent, child } = await connected();
    await rest.calls(parent).update({ timeLimit: 30 });
    await rig.clock.advance(30_000);
    expect([await statusOf(parent), await statusOf(child)]).toEqual(["completed", "completed"]);
    expect(bob.last("hangup")).toMatchObject({ callsid: child });
  });

  test.each([
    ["a Url and a Twiml", { url: `${app}/moved`, twiml: "<Response/>" }, 20001],
    ["a Url and a Status", { url: `${app}/moved`, status: "completed" as const }, 20001],
    ["a Url that is none", { url: "moved" }, 21205],
    ["a Twiml of 4,001 characters", { twiml: "x".repeat(4_001) }, 20001],
    ["a time limit that is none", { timeLimit: -1, status: "completed" as const }, 20001],
  ])("%s are refused, and the call goes on as before", async (_name, wrong, code) => {
    await open();
    const sid = await called(pause(600));
    await expect(rest.calls(sid).update(wrong)).rejects.toMatchObject({ status: 400, code });
    await settled();
    expect(await statusOf(sid)).toBe("in-progress");
    expect(rig.app.at("/moved")).toEqual([]);
  });
});

test("a call can be deleted once it has ended, and then nothing is known of it", async () => {
  await open();
  const sid = await called(pause(5));
  await expect(rest.calls(sid).remove()).rejects.toMatchObject({ status: 409, code: 20009 });
  await rig.clock.advance(5_000);
  expect(await statusOf(sid)).toBe("completed");
  expect(await rest.calls(sid).remove()).toBe(true);
  await expect(rest.calls(sid).fetch()).rejects.toMatchObject({ status: 404, code: 20404 });
  await expect(rest.calls(sid).remove()).rejects.toMatchObject({ status: 404 });
  expect(await rest.calls.list()).toEqual([]);
});
