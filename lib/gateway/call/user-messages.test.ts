import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { CONFIG } from "../testing/account";
import { dial, type FakeDevice, Rig } from "../testing/rig";

let rig: Rig;
let alice: FakeDevice;
let bob: FakeDevice;

beforeEach(async () => {
  rig = await Rig.open();
  rig.app.answers.set("/voice", dial("bob"));
  [alice, bob] = await rig.devices("alice", "bob");
  await rig.placeCall(alice);
});

afterEach(() => {
  rig.close();
});

const target = { url: "http://localhost:3000/messages", method: "POST" } as const;
const record = (sid: string) => rig.records.underWay(sid) ?? expect.fail(`no call ${sid}`);

/** Sends a message as the SDK's `call.sendMessage` does. */
function sendFrom(device: FakeDevice, changes: object = {}): void {
  const { callsid } = device === alice ? alice.last("ringing") : bob.last("invite");
  device.send("message", {
    callsid,
    content: { hello: "world" },
    contenttype: "application/json",
    messagetype: "user-defined-message",
    voiceeventsid: "KX1",
    ...changes,
  });
}

describe("a message of a device", () => {
  test("goes to each subscription of its call, numbered from 1, and is acknowledged", async () => {
    const { callsid } = alice.last("ringing");
    rig.switchboard.messages.subscribe(record(callsid), target);
    rig.switchboard.messages.subscribe(record(callsid), { ...target, url: "http://localhost:3000/more" });
    sendFrom(alice);
    sendFrom(alice, { voiceeventsid: "KX2", content: [1] });
    sendFrom(bob);
    await rig.clock.advance(10);
    const all = { AccountSid: CONFIG.accountSid, CallSid: callsid, ContentType: "application/json" };
    const first = {
      ...all,
      Content: '{"hello":"world"}',
      SequenceNumber: "1",
      Timestamp: "Thu, 01 Jan 2026 00:00:00 +0000",
      Sid: "KX1",
    };
    expect(rig.app.at("/messages")).toEqual([
      first,
      { ...first, Content: "[1]", SequenceNumber: "2", Sid: "KX2" },
    ]);
    expect(rig.app.at("/more")).toHaveLength(2);
    expect(alice.got("ack")).toEqual([
      { acktype: "message", callsid, voiceeventsid: "KX1" },
      { acktype: "message", callsid, voiceeventsid: "KX2" },
    ]);
    expect(bob.got("ack")).toHaveLength(1);
  });

  test("is acknowledged although the application refuses it, and the log says so", async () => {
    rig.app.answers.set("/messages", 500);
    rig.switchboard.messages.subscribe(record(bob.last("invite").callsid), target);
    sendFrom(bob);
    await rig.clock.advance(10);
    expect(bob.got("ack")).toHaveLength(1);
    expect(rig.lines.join("\n")).toContain("32711: the application refused a message with 500");
  });

  test.each([
    ["of an unknown type", { messagetype: "not-a-valid-message-type" }, 31210],
    ["of more than 10 KiB", { content: "é".repeat(5 * 1024) }, 31212],
  ])("%s is refused, and the application does not get it", async (_name, changes, code) => {
    const { callsid } = alice.last("ringing");
    rig.switchboard.messages.subscribe(record(callsid), target);
    sendFrom(alice, changes);
    await rig.clock.advance(10);
    expect(alice.got("ack")).toEqual([]);
    expect(alice.last("error")).toMatchObject({ callsid, voiceeventsid: "KX1", error: { code } });
    expect(rig.app.at("/messages")).toEqual([]);
  });

  test("of exactly 10 KiB is taken", () => {
    sendFrom(alice, { content: "x".repeat(10 * 1024 - 2), contenttype: undefined });
    expect(alice.got("ack")).toHaveLength(1);
  });

  test("is refused if its call has ended", () => {
    sendFrom(alice, { callsid: "CA_over" });
    expect(alice.last("error")).toMatchObject({
      callsid: "CA_over",
      voiceeventsid: "KX1",
      error: { code: 31404 },
    });
  });
});

describe("a message of the application", () => {
  test("goes to the device of the leg that it names, and to no other", () => {
    const { callsid } = bob.last("invite");
    const sid = rig.switchboard.messages.send(callsid, { content: { a: 1 } });
    expect(sid).toMatch(/^KX[0-9a-f]{32}$/);
    expect(bob.got("message")).toEqual([
      {
        callsid,
        content: { a: 1 },
        contenttype: "application/json",
        messagetype: "user-defined-message",
        voiceeventsid: sid,
      },
    ]);
    expect(alice.got("message")).toEqual([]);
  });

  test("goes to every device that rings, and then to the one that answered", async () => {
    const second = await rig.device("bob");
    await rig.placeCall(alice);
    const { callsid } = second.last("invite");
    rig.switchboard.messages.send(callsid, { content: 1 });
    second.answer();
    rig.switchboard.messages.send(callsid, { content: 2 });
    expect(second.got("message").map(({ content }) => content)).toEqual([1, 2]);
    expect(bob.got("message").map(({ content }) => content)).toEqual([1]);
  });
});

test("a call has at most 32 subscriptions", () => {
  const call = record(bob.last("invite").callsid);
  const made = Array.from({ length: 33 }, () => rig.switchboard.messages.subscribe(call, target));
  expect(made.filter((one) => one === undefined)).toHaveLength(1);
  const [first] = made;
  expect(rig.switchboard.messages.unsubscribe(call, first?.sid ?? "")).toBe(true);
  expect(rig.switchboard.messages.subscribe(call, target)).toBeDefined();
});
