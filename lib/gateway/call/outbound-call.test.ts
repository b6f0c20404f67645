import { afterEach, beforeEach, expect, test } from "vitest";
import { type FakeDevice, Rig } from "../testing/rig";
import { browserSdp } from "../testing/sdp";
import type { OutboundCallOptions } from "./outbound-call";

let rig: Rig;
let bob: FakeDevice;
let idle: number;

beforeEach(async () => {
  rig = await Rig.open();
  bob = await rig.device("bob");
  idle = rig.clock.pending;
});

afterEach(async () => {
  await rig.close();
  expect(rig.clock.pending).toBe(0);
});

/** A call over REST to Bob. */
async function ring(twiml: string, changes: Partial<OutboundCallOptions> = {}) {
  const call = rig.switchboard.callOut({
    identity: "bob",
    parameters: [],
    from: "client:app",
    document: { twiml: `<Response>${twiml}</Response>`, base: "http://app.test/" },
    fallback: undefined,
    statusCallback: { url: "http://app.test/progress", method: "POST" },
    statusCallbackEvents: new Set(["initiated", "ringing", "answered", "completed"]),
    timeout: 30,
    timeLimit: 600,
    recording: undefined,
    ...changes,
  });
  if (!call) throw new Error("too many calls");
  // It begins right after it has been made.
  await rig.clock.advance(1);
  return call;
}

const states = () => rig.app.at("/progress").map(({ CallStatus }) => CallStatus);

test("the document runs when the client has answered, and its end is that of the call", async () => {
  const call = await ring(`<Play>/2.wav</Play>`);
  bob.answer();
  await rig.clock.advance(6_500);
  expect(rig.records.underWay(call.sid)).toBe(call);
  await rig.clock.advance(2_000);
  expect(bob.got("hangup")).toHaveLength(1);
  expect(states()).toEqual(["initiated", "ringing", "in-progress", "completed"]);
  expect(rig.clock.pending).toBe(idle);
});

test("nobody answers in time: the call has ended, and a late answer changes nothing", async () => {
  const call = await ring("<Say>Hello</Say>");
  // The timeout, and the 5 s that Twilio adds.
  await rig.clock.advance(35_000);
  bob.answer();
  await rig.clock.advance(100);
  expect(call.facts()).toMatchObject({ status: "no-answer", answeredAt: null });
  expect(bob.got("hangup")).toHaveLength(1);
  expect(rig.clock.pending).toBe(idle);
});

test.each([
  ["hangs up", (sid: string) => bob.hangUp(sid), "completed"],
  ["loses its socket", () => bob.session.socketClosed(), undefined],
])("a client that %s in the middle of the document leaves nothing", async (_name, leave, status) => {
  const call = await ring(`<Say loop="0">Hello</Say>`, { identity: "bob" });
  bob.answer();
  await rig.clock.advance(8_000);
  leave(call.sid);
  await rig.clock.advance(31_000);
  expect(call.facts().status).toBe("completed");
  if (status) expect(states().at(-1)).toBe(status);
  expect(rig.records.open).toEqual([]);
});

test("an answer and the end over REST in the same moment leave nothing, in either order", async () => {
  for (const answersFirst of [true, false]) {
    const call = await ring(`<Say loop="0">Hello</Say>`);
    if (answersFirst) bob.answer();
    call.hangUp();
    if (!answersFirst) bob.answer();
    await rig.clock.advance(100);
    expect(call.facts().status).toBe(answersFirst ? "completed" : "canceled");
    expect(rig.clock.pending).toBe(idle);
  }
});

test("the time limit ends it", async () => {
  const call = await ring(`<Pause length="600"/>`, { timeLimit: 10 });
  bob.answer();
  await rig.clock.advance(10_100);
  expect(call.facts().status).toBe("completed");
  expect(rig.clock.pending).toBe(idle);
});

test("an answer whose media cannot be connected makes it fail", async () => {
  const call = await ring("<Say>Hello</Say>");
  const { callsid } = bob.last("invite");
  // A browser that would wait for the gateway to open DTLS.
  bob.send("answer", { callsid, sdp: browserSdp("passive") });
  await rig.clock.advance(100);
  expect(call.facts().status).toBe("failed");
  expect(rig.clock.pending).toBe(idle);
});
