import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type FakeDevice, Rig } from "../testing/rig";
import { browserSdp } from "../testing/sdp";

let rig: Rig;
let alice: FakeDevice;
let bob: FakeDevice;
/** The timers of idle devices. */
let idle: number;

beforeEach(async () => {
  rig = await Rig.open("ended");
  [alice, bob] = await rig.devices("alice", "bob");
  idle = rig.clock.pending;
});

afterEach(async () => {
  await rig.close();
  expect(rig.clock.pending).toBe(0);
});

/** What each verb is in the middle of, and how it gets there. */
const middles: [name: string, twiml: string, more?: () => void][] = [
  ["Say", `<Say loop="0">Hello</Say>`],
  ["Play", `<Play loop="0">/3.wav</Play>`],
  ["Play of keys", `<Play digits="${"1".repeat(200)}"/>`],
  ["Pause", `<Pause length="600"/>`],
  ["Gather", `<Gather timeout="600"/>`],
  ["Gather with a prompt", `<Gather><Say loop="0">Hello</Say></Gather>`],
  ["Record", `<Record timeout="600" maxLength="3600" playBeep="false"/>`],
  ["the beep of Record", `<Pause length="5"/><Record/>`],
  ["ringing of Dial", `<Dial timeout="600"><Client>bob</Client></Dial>`],
  [
    "ringing of Dial, before the answer",
    `<Dial answerOnBridge="true" timeout="600"><Client>bob</Client></Dial>`,
  ],
  ["a conversation of Dial", "<Dial><Client>bob</Client></Dial>", () => bob.answer()],
  [
    "a recorded conversation",
    `<Dial record="record-from-ringing-dual" hangupOnStar="true"><Client>bob</Client></Dial>`,
    () => bob.answer(),
  ],
  ["a whisper", `<Dial><Client url="/whisper">bob</Client></Dial>`, () => bob.answer()],
  ["clients in turn", `<Dial sequential="true"><Client>bob</Client><Client>bob</Client></Dial>`],
  ["Recording", `<Start><Recording/></Start><Pause length="600"/>`],
];

/** Alice's call, in the middle of a verb. */
async function middle(twiml: string, more: () => void = () => {}): Promise<string> {
  rig.app.answers.set("/voice", twiml);
  rig.app.answers.set("/whisper", `<Say loop="0">Hello</Say>`);
  rig.app.answers.set("/other", `<Say>Hello</Say>`);
  const sid = await rig.placeCall(alice);
  more();
  // From the sixth second on the gateway speaks, although no media has come.
  await rig.clock.advance(7_000);
  expect(rig.switchboard.calls).toHaveLength(1);
  return sid;
}

function nothingIsLeft(): void {
  expect(rig.switchboard.calls).toEqual([]);
  expect(rig.records.open).toEqual([]);
  expect(rig.clock.pending).toBe(idle);
}

describe("in the middle of", () => {
  test.each(middles)("%s the caller hangs up, and nothing is left", async (_name, twiml, more) => {
    const sid = await middle(twiml, more);
    alice.hangUp(sid);
    await rig.clock.advance(100);
    nothingIsLeft();
  });

  test.each(middles)("%s the call gets another document, which ends it", async (_name, twiml, more) => {
    await middle(twiml, more);
    const [call] = rig.switchboard.calls;
    expect(
      call?.redirect({ twiml: "<Response><Play>/2.wav</Play></Response>", base: "http://app.test/other" }),
    ).toBe(true);
    await rig.clock.advance(1_000);
    expect(rig.lines.join()).toContain("plays http://app.test/2.wav");
    expect(rig.switchboard.calls).toHaveLength(1);
    await rig.clock.advance(9_000);
    nothingIsLeft();
    expect(alice.last("hangup").error).toBeUndefined();
  });

  test.each(middles)("%s the gateway stops, and nothing is left", async (_name, twiml, more) => {
    await middle(twiml, more);
    rig.switchboard.close();
    await rig.clock.advance(100);
    nothingIsLeft();
  });
});

test("a redirect while the document is requested takes its place", async () => {
  rig.app.answers.set("/voice", "<Say>One</Say>");
  alice.invite();
  const [call] = rig.switchboard.calls;
  expect(call?.redirect({ twiml: "<Response><Say>Two</Say></Response>", base: "http://app.test/" })).toBe(
    true,
  );
  await rig.clock.advance(10_000);
  expect(rig.lines.join()).toContain("says: Two");
  expect(rig.lines.join()).not.toContain("says: One");
  nothingIsLeft();
});

test("a call that has ended takes no other document", async () => {
  const sid = await middle(`<Pause length="600"/>`);
  const [call] = rig.switchboard.calls;
  alice.hangUp(sid);
  expect(call?.redirect({ twiml: "<Response><Say>Two</Say></Response>", base: "http://app.test/" })).toBe(
    false,
  );
  await rig.clock.advance(10_000);
  expect(rig.lines.join()).not.toContain("says: Two");
});

test("the callee leaves during the whisper: the Dial has ended, and the caller's call goes on", async () => {
  await middle(`<Dial action="/action"><Client url="/whisper">bob</Client></Dial>`, () => bob.answer());
  rig.app.answers.set("/action", `<Pause length="3"/>`);
  bob.hangUp(bob.last("invite").callsid);
  await rig.clock.advance(100);
  expect(rig.app.at("/action")).toMatchObject([{ DialCallStatus: "completed", CallStatus: "in-progress" }]);
  expect(rig.switchboard.calls).toHaveLength(1);
  await rig.clock.advance(5_000);
  nothingIsLeft();
});

test("a whisper that hangs up ends the callee's call, who is never connected, and the caller's call goes on", async () => {
  rig.app.answers.set("/voice", `<Dial action="/action"><Client url="/whisper">bob</Client></Dial>`);
  rig.app.answers.set("/whisper", "<Hangup/>");
  rig.app.answers.set("/action", `<Pause length="3"/>`);
  await rig.placeCall(alice);
  bob.answer();
  await rig.clock.advance(100);
  expect(bob.got("hangup")).toHaveLength(1);
  expect(rig.app.at("/action")).toMatchObject([{ DialCallStatus: "completed", DialBridged: "false" }]);
  expect(rig.switchboard.calls).toHaveLength(1);
  await rig.clock.advance(5_000);
  nothingIsLeft();
});

test("a whisper that cannot be had ends the callee's call, and the Dial", async () => {
  rig.app.answers.set("/voice", `<Dial action="/action"><Client url="/whisper">bob</Client></Dial>`);
  rig.app.answers.set("/whisper", 500);
  await rig.placeCall(alice);
  bob.answer();
  await rig.clock.advance(100);
  expect(bob.got("hangup")).toHaveLength(1);
  expect(rig.app.at("/action")).toHaveLength(1);
  await rig.clock.advance(1_000);
  nothingIsLeft();
});

test("an answer and the caller's hangup in the same moment leave nothing, in either order", async () => {
  for (const answersFirst of [true, false]) {
    rig.app.answers.set("/voice", "<Dial><Client>bob</Client></Dial>");
    const sid = await rig.placeCall(alice);
    if (answersFirst) bob.answer();
    alice.hangUp(sid);
    if (!answersFirst) bob.answer();
    await rig.clock.advance(100);
    nothingIsLeft();
    expect(bob.got("hangup").length + bob.got("cancel").length).toBeGreaterThan(0);
  }
});

test("a device that rings in vain leaves nothing behind, nor does one that is gone", async () => {
  rig.app.answers.set("/voice", `<Dial timeout="5"><Client>bob</Client><Client>carol</Client></Dial>`);
  const carol = await rig.device("carol");
  const before = rig.clock.pending;
  await rig.placeCall(alice);
  carol.session.socketClosed();
  await rig.clock.advance(30_000);
  expect(rig.switchboard.calls).toEqual([]);
  expect(rig.clock.pending).toBeLessThanOrEqual(before);
});

test("a caller without PCMU is told that the call has failed, and nothing is left", async () => {
  rig.app.answers.set("/voice", "<Say>Hello</Say>");
  alice.send("invite", {
    callsid: "TJ-1",
    sdp: browserSdp("actpass").replace(" 111 0 110", " 111 110").replace("a=rtpmap:0 PCMU/8000\r\n", ""),
    twilio: { params: "" },
  });
  await rig.clock.advance(100);
  expect(alice.last("hangup")).toMatchObject({ error: { code: 31005 } });
  expect(rig.lines.join()).toContain("the offer has no PCMU");
  nothingIsLeft();
});

test("over the limit of calls a caller is refused, and nothing of it is left", async () => {
  rig.app.answers.set("/voice", `<Pause length="600"/>`);
  for (let n = 0; n < 40; n += 1) alice.invite();
  await rig.clock.advance(10);
  expect(rig.switchboard.calls).toHaveLength(32);
  expect(alice.got("hangup").map(({ error }) => error?.code)).toEqual(Array(8).fill(31002));
  rig.switchboard.close();
  await rig.clock.advance(10);
  nothingIsLeft();
});
