import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { CONFIG } from "../testing/account";
import { dial, type FakeDevice, Rig } from "../testing/rig";
import { browserSdp } from "../testing/sdp";
import { soak } from "../testing/soak";

let rig: Rig;

beforeEach(async () => {
  rig = await Rig.open();
  rig.app.answers.set("/voice", dial("bob"));
});

afterEach(() => {
  rig.close();
});

test("a call rings, is answered and ends, with every webhook in order", async () => {
  const [alice, bob] = await rig.devices("alice", "bob");
  await rig.placeCall(alice, { To: "bob", ref: "r1" });
  const { callsid } = alice.last("ringing");
  const invite = bob.last("invite");
  expect(callsid).toMatch(/^CA[0-9a-f]{32}$/);
  expect(invite.parameters).toMatchObject({
    CallSid: invite.callsid,
    From: "client:alice",
    To: "client:bob",
  });
  expect(invite.sdp).toContain("a=ice-lite");
  bob.answer();
  expect(alice.last("answer")).toMatchObject({ callsid, sdp: expect.stringContaining("a=setup:active") });
  expect(bob.last("answer")).toEqual({ callsid: invite.callsid, reconnect: invite.reconnect });
  await rig.clock.advance(61_000);
  bob.hangUp(invite.callsid);
  await rig.clock.advance(10);
  await rig.clock.advance(10);
  expect(alice.last("hangup")).toEqual({ callsid });

  expect(rig.app.at("/voice")).toMatchObject([
    { CallSid: callsid, CallStatus: "ringing", ref: "r1", To: "bob" },
  ]);
  expect(rig.app.at("/progress")).toMatchObject(
    ["initiated", "ringing", "in-progress", "completed"].map((CallStatus, n) => ({
      CallSid: invite.callsid,
      ParentCallSid: callsid,
      CallStatus,
      SequenceNumber: String(n),
      Direction: "outbound-dial",
      CallbackSource: "call-progress-events",
      Timestamp: expect.stringMatching(/^\w{3}, \d\d \w{3} \d{4} [\d:]{8} \+0000$/),
      ...(CallStatus === "completed" ? { CallDuration: "61" } : {}),
    })),
  );
  expect(rig.app.at("/action")).toMatchObject([
    {
      DialCallStatus: "completed",
      DialCallSid: invite.callsid,
      DialCallDuration: "61",
      CallStatus: "in-progress",
    },
  ]);
  expect(rig.app.at("/status")).toMatchObject([
    { CallStatus: "completed", CallDuration: "61", Duration: "2" },
  ]);
  expect(rig.switchboard.calls).toEqual([]);
});

test("custom parameters cannot replace the call's own parameters", async () => {
  await rig.placeCall(await rig.device("alice"), {
    From: "client:eve",
    CallSid: "CA0",
    AccountSid: "AC0",
    Caller: "eve",
  });
  expect(rig.app.at("/voice")).toMatchObject([
    { From: "client:alice", Caller: "client:alice", AccountSid: CONFIG.accountSid },
  ]);
});

describe("the first answer", () => {
  test("cancels the other devices of the client", async () => {
    const [alice, desk, mobile] = await rig.devices("alice", "bob", "bob");
    await rig.placeCall(alice);
    desk.answer();
    expect(mobile.got("cancel")).toHaveLength(1);
    mobile.answer(mobile.last("invite").callsid);
    expect(mobile.last("hangup").callsid).toBe(mobile.last("invite").callsid);
    expect(alice.got("answer")).toHaveLength(1);
  });

  test("cancels the other clients of the Dial", async () => {
    rig.app.answers.set("/voice", dial("bob", "carol", "nobody"));
    const [alice, bob, carol] = await rig.devices("alice", "bob", "carol");
    await rig.placeCall(alice);
    carol.answer();
    expect(bob.got("cancel")).toHaveLength(1);
    carol.hangUp(carol.last("invite").callsid);
    await rig.clock.advance(10);
    expect(rig.app.at("/action")).toMatchObject([
      { DialCallStatus: "completed", DialCallSid: carol.last("invite").callsid },
    ]);
  });
});

describe("an unanswered call", () => {
  const endings: [string, string, (bob: FakeDevice) => Promise<void> | void][] = [
    ["declines", "busy", (bob) => bob.send("reject", { callsid: bob.last("invite").callsid })],
    ["does not answer", "no-answer", () => rig.clock.advance(35_000)],
    ["loses its socket", "no-answer", (bob) => bob.session.socketClosed()],
  ];

  test.each(endings)("ends when the callee %s, and the Dial is %s", async (_name, status, end) => {
    const [alice, bob] = await rig.devices("alice", "bob");
    await rig.placeCall(alice);
    await end(bob);
    await rig.clock.advance(10);
    expect(rig.app.at("/action")).toMatchObject([{ DialCallStatus: status, DialBridged: "false" }]);
    expect(alice.last("hangup").error?.code).toBe(status === "busy" ? 31486 : 31480);
  });

  test("is busy when one of its clients is busy", async () => {
    rig.app.answers.set("/voice", dial("bob", "nobody"));
    const [alice, bob] = await rig.devices("alice", "bob");
    await rig.placeCall(alice);
    bob.send("reject", { callsid: bob.last("invite").callsid });
    await rig.clock.advance(10);
    expect(rig.app.at("/action")).toMatchObject([{ DialCallStatus: "busy" }]);
  });
});

describe("a caller who gives up", () => {
  test("cancels the ringing, with the temporary sid or with the CallSid", async () => {
    const [alice, bob] = await rig.devices("alice", "bob");
    for (const own of [true, false]) {
      const temporary = await rig.placeCall(alice);
      alice.hangUp(own ? temporary : alice.last("ringing").callsid);
      await rig.clock.advance(10);
      expect(bob.last("cancel").callsid).toBe(bob.last("invite").callsid);
    }
    expect(rig.app.at("/action").map(({ DialCallStatus }) => DialCallStatus)).toEqual([
      "canceled",
      "canceled",
    ]);
    expect(alice.got("hangup")).toEqual([]);
  });

  test("rings no device if the application has not answered yet", async () => {
    const [alice, bob] = await rig.devices("alice", "bob");
    alice.hangUp(alice.invite());
    await rig.clock.advance(10);
    expect(bob.got("invite")).toEqual([]);
    expect(rig.switchboard.calls).toEqual([]);
  });

  test("cancels the ringing by losing the socket before the answer", async () => {
    const [alice, bob] = await rig.devices("alice", "bob");
    await rig.placeCall(alice);
    alice.session.socketClosed();
    expect(bob.got("cancel")).toHaveLength(1);
  });

  test("leaves no call and no leg when the callee answers at the same moment", async () => {
    const [alice, bob] = await rig.devices("alice", "bob");
    for (let round = 0; round < soak(200, 1_000); round += 1) {
      const temporary = await rig.placeCall(alice);
      const { callsid } = bob.last("invite");
      const acts = [() => bob.answer(callsid), () => alice.hangUp(temporary)];
      if (Math.random() < 0.5) acts.reverse();
      for (const act of acts) {
        act();
        await rig.clock.advance(Math.random() * 30);
      }
      expect(rig.switchboard.calls).toEqual([]);
      expect([alice, bob].map(({ session }) => rig.directory.legs(session).size)).toEqual([0, 0]);
      const ended = [...bob.got("cancel"), ...bob.got("hangup")].some((m) => m.callsid === callsid);
      expect(ended).toBe(true);
      for (const device of [alice, bob]) device.socket.frames.length = 0;
    }
  });
});

test("a caller cannot use a sid twice, nor answer or decline its own call", async () => {
  const alice = await rig.device("alice");
  alice.send("invite", { callsid: "TJ1", sdp: browserSdp("actpass") });
  alice.send("invite", { callsid: "TJ1", sdp: browserSdp("actpass") });
  expect(alice.last("error").error.code).toBe(31100);
  alice.answer("TJ1");
  alice.send("reject", { callsid: "TJ1" });
  expect(rig.switchboard.calls).toHaveLength(1);
});

test("the number of calls of one device is limited", async () => {
  const alice = await rig.device("alice");
  rig.app.answers.set("/voice", `<Pause length="60"/>`);
  await rig.device("bob");
  // Ringing calls are known under two sids and count once.
  for (let n = 0; n < 20; n += 1) await rig.placeCall(alice);
  rig.app.answers.set("/voice", dial("bob"));
  for (let n = 0; n < 20; n += 1) await rig.placeCall(alice);
  expect(rig.switchboard.calls).toHaveLength(32);
  expect(alice.last("hangup").error?.code).toBe(31002);
});

test("closing the gateway ends every call and leaves no timer", async () => {
  const [alice, bob] = await rig.devices("alice", "bob");
  await rig.placeCall(alice);
  bob.answer();
  rig.switchboard.close();
  expect([alice.got("hangup").length, bob.got("hangup").length]).toEqual([1, 1]);
  rig.sessions.close();
  expect(rig.clock.pending).toBe(0);
});
