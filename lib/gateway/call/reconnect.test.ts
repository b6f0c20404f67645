import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { dial, FakeDevice, Rig } from "../testing/rig";
import { browserSdp } from "../testing/sdp";

let rig: Rig;

beforeEach(async () => {
  rig = await Rig.open();
  rig.app.answers.set("/voice", dial("bob"));
});

afterEach(() => {
  rig.close();
});

describe("a device whose socket breaks in a call", () => {
  async function talking(seconds = 30): Promise<{ alice: FakeDevice; bob: FakeDevice }> {
    const [alice, bob] = [await rig.device("alice", seconds), await rig.device("bob", seconds)];
    await rig.placeCall(alice);
    bob.answer();
    return { alice, bob };
  }

  test("returns with its token, and media is not affected", async () => {
    const { alice, bob } = await talking();
    const { callsid, reconnect } = alice.last("answer");
    alice.session.socketClosed();
    await rig.clock.advance(5_000);
    const back = await new FakeDevice(rig, "alice").listen();
    back.send("invite", { callsid, reconnect, sdp: browserSdp("actpass"), twilio: {} });
    expect(back.last("answer")).toEqual({ callsid, reconnect });
    back.hangUp(callsid);
    expect(bob.got("hangup")).toHaveLength(1);
  });

  test("keeps its call for the time it requested", async () => {
    const { alice, bob } = await talking(8);
    alice.session.socketClosed();
    await rig.clock.advance(7_900);
    expect(bob.got("hangup")).toEqual([]);
    await rig.clock.advance(100);
    expect(bob.got("hangup")).toHaveLength(1);
    const back = await new FakeDevice(rig, "alice").listen();
    const { callsid, reconnect } = alice.last("answer");
    back.send("invite", { callsid, reconnect, twilio: {} });
    expect(back.last("hangup")).toEqual({ callsid });
  });

  test("loses its call at once if it requested no time", async () => {
    const { alice, bob } = await talking(0);
    alice.session.socketClosed();
    expect(bob.got("hangup")).toHaveLength(1);
  });

  test("is not replaced by another identity with its token", async () => {
    const { alice, bob } = await talking();
    const { callsid, reconnect } = alice.last("answer");
    const eve = await new FakeDevice(rig, "eve").listen();
    eve.send("invite", { callsid, reconnect, twilio: {} });
    expect(eve.last("hangup")).toEqual({ callsid });
    eve.hangUp(callsid);
    expect(bob.got("hangup")).toEqual([]);
  });

  test("returns on the same socket, as the SDK does after a new access token", async () => {
    const { alice, bob } = await talking();
    const { callsid, reconnect } = alice.last("answer");
    await alice.listen();
    alice.send("invite", { callsid, reconnect, sdp: browserSdp("actpass"), twilio: {} });
    expect(alice.got("answer")).toHaveLength(2);
    expect(alice.last("answer").sdp).toBeUndefined();
    alice.hangUp(callsid);
    expect(bob.got("hangup")).toHaveLength(1);
  });
});

test("another device of the callee takes over a ringing call", async () => {
  const [alice, desk] = await rig.devices("alice", "bob");
  const mobile = await new FakeDevice(rig, "bob").listen();
  await rig.placeCall(alice);
  const { callsid, reconnect } = desk.last("invite");
  mobile.send("invite", { callsid, reconnect, sdp: browserSdp("actpass", "mobile"), twilio: {} });
  expect(desk.got("cancel")).toHaveLength(1);
  expect(alice.last("answer").sdp).toContain("a=setup:active");
  expect(alice.last("answer").sdp).toContain("cname:mobile");
  expect(mobile.last("answer").sdp).toContain("a=setup:passive");
  expect(mobile.last("answer").sdp).toContain("cname:alice");
});

test("an ICE restart gets new credentials, the same peer and the same DTLS role", async () => {
  const [alice, bob] = await rig.devices("alice", "bob");
  await rig.placeCall(alice);
  bob.answer();
  const ufrag = (sdp?: string) => sdp?.match(/a=ice-ufrag:(\S+)/)?.[1];
  const first = alice.last("answer");
  alice.send("reinvite", { callsid: first.callsid, sdp: browserSdp("actpass", "alice") });
  expect(ufrag(alice.last("answer").sdp)).not.toBe(ufrag(first.sdp));
  expect(alice.last("answer").sdp).toContain("a=setup:active");
  bob.send("reinvite", { callsid: bob.last("invite").callsid, sdp: browserSdp("actpass", "bob") });
  expect(bob.last("answer").sdp).toContain("a=setup:passive");
  expect(bob.last("answer").sdp).toContain("cname:alice");
});
