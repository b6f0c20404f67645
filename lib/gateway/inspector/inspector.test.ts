import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { settle } from "../testing/clock";
import { InspectorRig } from "../testing/inspector-rig";
import { dial } from "../testing/rig";

let rig: InspectorRig;
let headers: Record<string, string>;

beforeEach(async () => {
  rig = await InspectorRig.open();
  headers = await rig.signIn();
});
afterEach(() => rig.close());

const act = async (name: string, body: unknown = {}) => {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const answer = await rig.ask(`/inspector/actions/${name}`, { method: "POST", headers, body: text });
  return { status: answer.status, body: JSON.parse(answer.body) };
};

/** One server-sent event. */
interface Sent {
  id: string | undefined;
  event: string | undefined;
  data: Record<string, unknown>;
}

/** Opens the stream of events, whose events come one by one. */
async function listen(more: Record<string, string> = {}) {
  const response = await rig.open("/inspector/events", { headers: { ...headers, ...more } });
  const events: Sent[] = [];
  let rest = "";
  let isOver = false;
  response.setEncoding("utf8").on("data", (text: string) => {
    const blocks = (rest + text).split("\n\n");
    rest = blocks.pop() ?? "";
    for (const block of blocks) {
      const field = (name: string) => block.match(new RegExp(`^${name}: (.*)$`, "m"))?.[1];
      events.push({ id: field("id"), event: field("event"), data: JSON.parse(field("data") ?? "") });
    }
  });
  response.on("close", () => {
    isOver = true;
  });
  return {
    response,
    events,
    isOver: () => isOver,
    of: (event: string) => events.filter((one) => one.event === event),
    /** Waits until so many events of a name have come. */
    got: (event: string, count: number) =>
      expect.poll(() => events.filter((one) => one.event === event).length, { interval: 5 }).toBe(count),
  };
}

/** Alice calls Bob, who answers. */
async function talk() {
  const [alice, bob] = await rig.rig.devices("alice", "bob");
  rig.rig.app.answers.set("/voice", dial("bob"));
  await rig.rig.placeCall(alice, { To: "bob" });
  bob.answer();
  await settle();
  const [call] = rig.rig.switchboard.calls;
  if (!call) throw new Error("no call");
  return { alice, bob, sid: call.sid };
}

describe("the stream of events", () => {
  test("begins with what is kept and how things stand, and goes on", async () => {
    const { sid } = await talk();
    const stream = await listen();
    expect(stream.response.headers["content-type"]).toBe("text/event-stream");
    await stream.got("snapshot", 1);
    expect(stream.events[0]).toMatchObject({ event: "begin", data: { isMore: false } });
    const entries = stream.of("entry").map(({ data }) => data);
    expect(entries).toEqual(rig.rig.journal.entries());
    expect(entries).toContainEqual(
      expect.objectContaining({
        kind: "call",
        event: "begun",
        callSid: sid,
        from: "client:alice",
        to: "bob",
      }),
    );
    expect(entries).toContainEqual(
      expect.objectContaining({ kind: "device", event: "registered", identity: "bob", edge: "ashburn" }),
    );
    await act("hang-up", { callSid: sid });
    await expect
      .poll(() => stream.of("entry").map(({ data }) => data), { interval: 5 })
      .toContainEqual(
        expect.objectContaining({ kind: "call", event: "ended", callSid: sid, status: "completed" }),
      );
  });

  test("tells how things stand, every second while somebody listens", async () => {
    const timersBefore = rig.rig.clock.pending;
    const { sid } = await talk();
    rig.rig.network.set("tokyo", { delayMs: 1, jitterMs: 2, lossPercent: 3 });
    const [first, second] = [await listen(), await listen()];
    await first.got("snapshot", 1);
    const nothing = { packets: 0, bytes: 0, lost: 0 };
    expect(first.of("snapshot")[0]?.data).toMatchObject({
      calls: [
        { sid, parentSid: null, from: "client:alice", to: "bob", status: "in-progress" },
        { parentSid: sid, from: "client:alice", to: "client:bob", status: "in-progress" },
      ],
      legs: [
        {
          callSid: sid,
          role: "caller",
          identity: "alice",
          edge: "ashburn",
          state: "connected",
          sound: "relayed",
          received: nothing,
        },
        { role: "callee", identity: "bob", edge: "ashburn", state: "connected", sent: nothing },
      ],
      devices: [
        { identity: "alice", edge: "ashburn", isRegistered: true },
        { identity: "bob", edge: "ashburn", isRegistered: true },
      ],
      network: [{ edge: "tokyo", delayMs: 1, jitterMs: 2, lossPercent: 3 }],
      rssMb: expect.any(Number),
    });
    await rig.rig.clock.advance(2_000);
    await Promise.all([first.got("snapshot", 3), second.got("snapshot", 3)]);
    first.response.destroy();
    second.response.destroy();
    await act("hang-up", { callSid: sid });
    // The tokens of both devices expire some day; nothing else waits.
    await expect.poll(() => rig.rig.clock.pending, { interval: 5 }).toBe(timersBefore + 2);
  });

  test("shows a call under its CallSid also while the caller's device has a sid of its own", async () => {
    const alice = await rig.rig.device("alice");
    rig.rig.app.answers.set("/voice", `<Pause length="60"/>`);
    await rig.rig.placeCall(alice, { To: "bob" });
    const stream = await listen();
    await stream.got("snapshot", 1);
    const [call] = rig.rig.switchboard.calls;
    expect(call?.leg.callsid).toMatch(/^TJ/);
    expect(stream.of("snapshot")[0]?.data).toMatchObject({
      legs: [{ callSid: call?.sid, state: "pending" }],
    });
  });

  test("continues after the last entry that the page has, if this gateway sent it", async () => {
    rig.rig.journal.add({ kind: "control", command: "one", detail: "{}" });
    rig.rig.journal.add({ kind: "control", command: "two", detail: "{}" });
    const before = await listen();
    await before.got("entry", 2);
    const [one] = before.of("entry");
    const again = await listen({ "last-event-id": one?.id ?? "" });
    await again.got("snapshot", 1);
    expect(again.events[0]?.data).toEqual({ isMore: true });
    expect(again.of("entry").map(({ data }) => data.command)).toEqual(["two"]);
    for (const stale of ["abcdef.1", "1", "", ".1", `${one?.id}x`]) {
      const anew = await listen({ "last-event-id": stale });
      await anew.got("snapshot", 1);
      expect(anew.events[0]?.data, stale).toEqual({ isMore: false });
      expect(anew.of("entry").length).toBe(2);
    }
  });

  test("is refused when sixteen are open, and ends when the inspector closes", async () => {
    const streams = await Promise.all(Array.from({ length: 16 }, () => listen()));
    expect((await rig.ask("/inspector/events", { headers })).status).toBe(503);
    rig.inspector.close();
    rig.inspector.close();
    await expect.poll(() => streams.every(({ isOver }) => isOver()), { interval: 5 }).toBe(true);
    expect(rig.rig.clock.pending).toBe(1);
  });
});

describe("an action", () => {
  test("hangs up a call on both sides", async () => {
    const { alice, bob, sid } = await talk();
    expect(await act("hang-up", { callSid: sid })).toMatchObject({ status: 200 });
    expect(alice.got("hangup").length).toBe(1);
    expect(bob.got("hangup").length).toBe(1);
    expect(await act("hang-up", { callSid: sid })).toMatchObject({
      status: 404,
      body: { error: { message: "The call has ended already." } },
    });
  });

  test("sets conditions and resets them", async () => {
    await act("network", { edge: "tokyo", delayMs: 80, jitterMs: 0, lossPercent: 2 });
    expect(rig.rig.network.of("tokyo")).toEqual({ delayMs: 80, jitterMs: 0, lossPercent: 2 });
    await act("reset");
    expect(rig.rig.network.plan.size).toBe(0);
    expect(rig.rig.journal.entries()).toMatchObject([
      { kind: "control", command: "network", detail: expect.stringContaining('"delayMs":80') },
      { kind: "control", command: "reset" },
    ]);
  });

  test("cuts all sockets, which the journal tells before what comes of it", async () => {
    const alice = await rig.rig.device("alice");
    rig.rig.journal.clear();
    await act("cut");
    expect(alice.socket.closed).toBeDefined();
    expect(rig.rig.journal.entries()).toMatchObject([{ command: "cut" }, { kind: "device", event: "gone" }]);
  });

  test("clears the history, and tells the pages", async () => {
    await rig.rig.device("alice");
    const stream = await listen();
    await act("clear");
    await stream.got("cleared", 1);
    expect(rig.rig.journal.entries()).toEqual([]);
  });

  test.each<[string, unknown, number]>([
    ["network", { delayMs: -1 }, 400],
    ["network", { delayMs: 1, more: 1 }, 400],
    ["stop-media", {}, 400],
    ["hang-up", {}, 400],
    ["hang-up", { callSid: 7 }, 400],
    ["hang-up", "not JSON", 400],
    ["hang-up", JSON.stringify("x".repeat(70_000)), 400],
    ["account", { status: "closed" }, 404],
    ["constructor", {}, 404],
  ])("%s with %j is refused with %3$d", async (name, body, status) => {
    const answer = await act(name, body);
    expect(answer.status).toBe(status);
    expect(answer.body.error.message).not.toBe("");
    expect(rig.rig.account.isActive).toBe(true);
    expect(rig.rig.journal.entries()).toEqual([]);
  });
});

describe("a recording", () => {
  const sid = `RE${"0f".repeat(16)}`;
  const get = (path: string, range?: string) =>
    rig.ask(`/inspector/recordings/${path}`, {
      headers: range === undefined ? headers : { ...headers, range },
    });

  beforeEach(() => rig.recordings.set(sid, Buffer.from("0123456789")));

  test.each<[string | undefined, number, string, string | undefined]>([
    [undefined, 200, "0123456789", undefined],
    ["bytes=0-", 206, "0123456789", "bytes 0-9/10"],
    ["bytes=2-4", 206, "234", "bytes 2-4/10"],
    ["bytes=8-99", 206, "89", "bytes 8-9/10"],
    ["bytes=-3", 206, "789", "bytes 7-9/10"],
    ["bytes=-99", 206, "0123456789", "bytes 0-9/10"],
    ["bytes=10-", 416, "The recording is shorter.\n", "bytes */10"],
    ["bytes=4-2", 200, "0123456789", undefined],
    ["bytes=0-1,4-5", 200, "0123456789", undefined],
    ["bytes=-", 200, "0123456789", undefined],
  ])("is sent for the range %s with %d", async (range, status, body, contentRange) => {
    const answer = await get(`${sid}.wav`, range);
    expect([answer.status, answer.body, answer.headers["content-range"]]).toEqual([
      status,
      body,
      contentRange,
    ]);
  });

  test.each([`RE${"1".repeat(32)}.wav`, "RE1.wav", `${sid}`, `..%2f${sid}.wav`, `${sid}.wav/`])(
    "%s does not exist",
    async (path) => {
      expect((await get(path)).status).toBe(404);
    },
  );
});

test("the journal tells of messages in both directions, and not what is in them", async () => {
  const { alice, sid } = await talk();
  rig.rig.journal.clear();
  const content = { text: "between us" };
  const about = { callsid: sid, content, contenttype: "application/json", voiceeventsid: "KX1" };
  alice.send("message", { ...about, messagetype: "user-defined-message" });
  rig.commands.run("message", { callSid: sid, content, messageType: "from-app" });
  expect(rig.rig.journal.entries()).toMatchObject([
    {
      kind: "message",
      callSid: sid,
      event: "from device",
      identity: "alice",
      messageType: "user-defined-message",
    },
    { kind: "control", command: "message", detail: "{}" },
    { kind: "message", callSid: sid, event: "to device", identity: "alice", messageType: "from-app" },
  ]);
  expect(JSON.stringify(rig.rig.journal.entries())).not.toContain("between us");
});

test("the journal has what is wrong with a document, and everything of a call that is never answered under its CallSid", async () => {
  const alice = await rig.rig.device("alice");
  rig.rig.app.answers.set("/voice", "<Dance/><Reject/>");
  await rig.rig.placeCall(alice, { To: "bob" });
  await settle();
  const entries = rig.rig.journal.entries();
  const callSid = rig.rig.records.list()[0]?.sid;
  expect(entries).toContainEqual(
    expect.objectContaining({
      kind: "warning",
      callSid,
      text: expect.stringContaining("<Dance> is no TwiML verb"),
    }),
  );
  expect(entries).toContainEqual(expect.objectContaining({ kind: "leg", event: "left", callSid }));
});

test("a call that a call has made names it, and both tell how they ended", async () => {
  const { sid } = await talk();
  await rig.rig.clock.advance(61_000);
  await act("hang-up", { callSid: sid });
  const calls = rig.rig.journal.entries().filter(({ kind }) => kind === "call");
  const steps = (callSid: string) =>
    calls.flatMap((entry) =>
      "callSid" in entry && entry.callSid === callSid && "event" in entry ? [entry.event] : [],
    );
  expect(steps(sid)).toEqual(["begun", "ringing", "answered", "ended"]);
  const ends = calls.filter((entry) => "event" in entry && ["begun", "ended"].includes(entry.event));
  expect(ends).toMatchObject([
    { event: "begun", callSid: sid, direction: "inbound", from: "client:alice", to: "bob", parentSid: null },
    { event: "begun", direction: "outbound-dial", from: "client:alice", to: "client:bob", parentSid: sid },
    { event: "ended", callSid: sid, status: "completed", seconds: 61 },
    { event: "ended", status: "completed", seconds: 61 },
  ]);
});

test("the journal of a call has neither tokens nor SDP nor ICE passwords", async () => {
  const { sid } = await talk();
  await act("hang-up", { callSid: sid });
  const text = JSON.stringify(rig.rig.journal.entries());
  expect(text).toContain(sid);
  expect(text).not.toMatch(/eyJ|v=0|ice-|a=candidate|fingerprint/);
});

test("other methods are refused", async () => {
  expect((await rig.ask("/inspector", { method: "PUT", headers })).status).toBe(405);
});
