import { beforeEach, expect, test } from "vitest";
import type { JournalEvent } from "../../base/journal-events";
import { Model } from "./model";
import type { LiveCall, LiveLeg, Snapshot } from "./snapshot";

let model: Model;
let id = 0;

beforeEach(() => {
  model = new Model();
  id = 0;
});

/** Adds an event a second after the last one, and returns its id. */
function take(event: JournalEvent): number {
  id += 1;
  model.take({ id, at: id * 1_000, ...event });
  return id;
}

const begin = (callSid: string, parentSid: string | null = null) =>
  take({
    kind: "call",
    callSid,
    event: "begun",
    direction: "inbound",
    from: "client:alice",
    to: "bob",
    parentSid,
  });
const end = (callSid: string, status = "completed", seconds = 0) =>
  take({ kind: "call", callSid, event: "ended", status, seconds, why: "the caller hung up" });

const standing: Snapshot = {
  now: 9_000,
  calls: [],
  legs: [],
  conferences: [],
  devices: [],
  network: [],
  rssMb: 1,
  cpuMs: 1,
};
const live = (sid: string, status: string, parentSid: string | null = null): LiveCall => {
  const known = {
    parentSid,
    direction: "inbound",
    from: "client:alice",
    to: "bob",
    answeredAt: null,
  } as const;
  return { sid, status, createdAt: 500, ...known };
};

test("a call is under way until it ends, and then tells how", () => {
  begin("CA1");
  expect(model.call("CA1")).toMatchObject({ from: "client:alice", to: "bob", begunAt: 1_000, endedAt: null });
  take({ kind: "call", callSid: "CA1", event: "ringing" });
  expect(model.call("CA1")?.status).toBe("ringing");
  take({ kind: "call", callSid: "CA1", event: "answered" });
  end("CA1", "completed", 1);
  expect(model.call("CA1")).toMatchObject({
    status: "completed",
    answeredAt: 3_000,
    endedAt: 4_000,
    why: "the caller hung up",
  });
});

test("the length of a call is known also when its answer was not told", () => {
  begin("CA1");
  end("CA1", "completed", 1);
  expect(model.call("CA1")?.answeredAt).toBe(1_000);
});

test("calls under way come first, and the newest first", () => {
  for (const sid of ["CA1", "CA2", "CA3", "CA4"]) begin(sid);
  end("CA4");
  end("CA2");
  expect(model.roots.map(({ sid }) => sid)).toEqual(["CA3", "CA1", "CA4", "CA2"]);
});

test("the calls that a call made are part of it, and of its timeline", () => {
  begin("CA1");
  begin("CA2", "CA1");
  take({ kind: "message", callSid: "CA1", event: "from device", identity: "alice", messageType: "x" });
  end("CA2", "busy");
  const [root] = model.roots;
  if (!root) throw new Error("no call");
  expect(model.roots.length).toBe(1);
  expect(model.family(root).map(({ sid }) => sid)).toEqual(["CA1", "CA2"]);
  expect(model.timeline(root).map(({ entry }) => entry.id)).toEqual([1, 2, 3, 4]);
});

test("the end of a webhook or verb becomes part of its beginning", () => {
  begin("CA1");
  const webhook = { kind: "webhook", callSid: "CA1", method: "POST", url: "http://app/voice" } as const;
  const of = take({ ...webhook, event: "sent", attempt: 1, parameters: [], signature: "s" });
  const verb = take({ kind: "verb", callSid: "CA1", name: "Pause", event: "begins", attributes: [] });
  take({ ...webhook, event: "answered", of, status: 200, body: "", ms: 7 });
  take({ kind: "verb", callSid: "CA1", name: "Pause", event: "ends", of: verb, how: "over" });
  expect(model.call("CA1")?.items).toMatchObject([
    { entry: { kind: "call" } },
    { entry: { event: "sent" }, end: { status: 200 } },
    { entry: { event: "begins" }, end: { how: "over" } },
  ]);
});

test("an end whose beginning was forgotten is shown by itself", () => {
  const webhook = { kind: "webhook", callSid: "CA1", method: "POST", url: "http://app/voice" } as const;
  take({ ...webhook, event: "failed", of: 77, why: "refused", ms: 7 });
  expect(model.call("CA1")?.items).toMatchObject([{ entry: { event: "failed" }, end: undefined }]);
});

test("what concerns no call is elsewhere, and is bounded", () => {
  for (let n = 0; n < 2_100; n += 1) take({ kind: "control", command: "reset", detail: "{}" });
  expect(model.elsewhere.length).toBe(2_000);
  expect(model.elsewhere.at(-1)?.entry.id).toBe(2_100);
  expect(model.roots).toEqual([]);
});

test("a snapshot brings calls that began before the page knew, and does not revive one that ended", () => {
  begin("CA2");
  end("CA2", "busy");
  model.takeSnapshot({ ...standing, calls: [live("CA1", "in-progress"), live("CA2", "ringing")] });
  expect(model.call("CA1")).toMatchObject({ status: "in-progress", begunAt: 500, from: "client:alice" });
  expect(model.call("CA2")?.status).toBe("busy");
});

test("the figures of a leg stay when the call has ended", () => {
  begin("CA1");
  const figures = { packets: 5, bytes: 100, lost: 1 };
  const leg: LiveLeg = {
    callSid: "CA1",
    role: "caller",
    identity: "alice",
    edge: "tokyo",
    state: "connected",
    sound: "relayed",
    received: figures,
    sent: figures,
  };
  model.takeSnapshot({ ...standing, calls: [live("CA1", "in-progress")], legs: [leg] });
  end("CA1");
  model.takeSnapshot(standing);
  expect(model.call("CA1")?.legs).toEqual([leg]);
});

const inRoom = (event: string, callSid?: string) =>
  take({ kind: "conference", callSid, conferenceSid: "CF1", name: "room", event });

test("a conference has its participants with how they are, and its events and webhooks", () => {
  begin("CA1");
  begin("CA2");
  inRoom("participant-join", "CA1");
  inRoom("participant-join", "CA2");
  const sent = { kind: "webhook", callSid: "CF1", method: "POST", url: "http://app/room" } as const;
  take({ ...sent, event: "sent", attempt: 1, parameters: [], signature: "s" });
  inRoom("participant-mute", "CA1");
  inRoom("participant-hold", "CA2");
  const [room] = model.conferences;
  expect(room).toMatchObject({ sid: "CF1", name: "room", endedAt: null });
  expect([...(room?.members.values() ?? [])]).toMatchObject([
    { callSid: "CA1", muted: true, hold: false, isHere: true },
    { callSid: "CA2", muted: false, hold: true, isHere: true },
  ]);
  expect(room?.items.map(({ entry }) => entry.id)).toEqual([3, 4, 5, 6, 7]);
  expect(model.call("CA1")?.items.map(({ entry }) => entry.id)).toEqual([1, 3, 6]);
  expect(model.elsewhere).toEqual([]);
  inRoom("participant-leave", "CA1");
  inRoom("conference-end");
  expect(room?.members.get("CA1")?.isHere).toBe(false);
  expect(room?.endedAt).toBe(9_000);
});

test("a snapshot brings who is in a conference, also after the history was cleared", () => {
  begin("CA1");
  inRoom("participant-join", "CA1");
  const participants = [
    { callSid: "CA2", label: "agent", muted: true, hold: false, status: "ringing" },
  ] as const;
  const conferences = [{ sid: "CF1", name: "room", createdAt: 700, participants }];
  model.takeSnapshot({ ...standing, conferences });
  expect(model.conferences[0]?.members.get("CA1")?.isHere).toBe(false);
  model.clear();
  expect(model.conferences).toMatchObject([{ sid: "CF1", name: "room", begunAt: 700, items: [] }]);
  expect([...(model.conferences[0]?.members.values() ?? [])]).toEqual([{ ...participants[0], isHere: true }]);
});

test("a call knows the conference that it came into last", () => {
  begin("CA1");
  inRoom("participant-join", "CA1");
  inRoom("participant-leave", "CA1");
  const call = model.call("CA1");
  expect(call && model.conferenceOf(call)?.sid).toBe("CF1");
  take({ kind: "conference", callSid: "CA1", conferenceSid: "CF2", name: "b", event: "participant-join" });
  expect(call && model.conferenceOf(call)?.sid).toBe("CF2");
});

test("a REST request stands with the calls and conferences in its path that are known, and elsewhere", () => {
  const [known, made] = [`CA${"1".repeat(32)}`, `CA${"2".repeat(32)}`];
  begin(known);
  const rest = (sid: string) =>
    take({
      kind: "rest",
      method: "POST",
      path: `/2010-04-01/Accounts/AC1/Calls/${sid}.json`,
      status: 200,
      ms: 1,
    });
  rest(known);
  rest(made);
  expect(model.call(known)?.items.map(({ entry }) => entry.id)).toEqual([1, 2]);
  expect(model.call(made)).toBeUndefined();
  expect(model.elsewhere.map(({ entry }) => entry.id)).toEqual([2, 3]);
});

test("a call counts what went wrong in it, and the end that comes of it only if nothing else tells of it", () => {
  const failed = (callSid: string) =>
    take({
      kind: "call",
      callSid,
      event: "ended",
      status: "completed",
      seconds: 0,
      why: "x (Twilio's error 12100)",
    });
  for (const sid of ["CA1", "CA2", "CA3"]) begin(sid);
  const webhook = { kind: "webhook", callSid: "CA1", method: "POST", url: "http://app/voice" } as const;
  const of = take({ ...webhook, event: "sent", attempt: 1, parameters: [], signature: "s" });
  take({ ...webhook, event: "answered", of, status: 503, body: "", ms: 7 });
  take({ kind: "warning", callSid: "CA1", text: "no attribute" });
  failed("CA1");
  failed("CA2");
  end("CA3");
  expect(["CA1", "CA2", "CA3"].map((sid) => model.call(sid)?.problems)).toEqual([2, 1, 0]);
});

test("after it was cleared it knows the calls under way and nothing else", () => {
  begin("CA1");
  begin("CA2");
  model.takeSnapshot({ ...standing, calls: [live("CA2", "ringing")] });
  model.clear();
  expect(model.roots.map(({ sid, items }) => [sid, items.length])).toEqual([["CA2", 0]]);
  expect(model.elsewhere).toEqual([]);
});

test("what ended while the history was cleared is not shown as under way", () => {
  begin("CA1");
  const conferences = [{ sid: "CF1", name: "room", createdAt: 700, participants: [] }];
  model.takeSnapshot({ ...standing, conferences, calls: [live("CA1", "ringing"), live("CA2", "ringing")] });
  model.clear();
  take({ kind: "call", callSid: "CA2", event: "answered" });
  model.takeSnapshot({ ...standing, now: 9_500 });
  expect(model.roots.map(({ sid, endedAt }) => [sid, endedAt])).toEqual([["CA2", 9_500]]);
  expect(model.conferences).toEqual([]);
});

test("it keeps a thousand calls, and those under way in any case", () => {
  begin("CA-first");
  for (let n = 0; n < 1_100; n += 1) {
    begin(`CA${n}`);
    end(`CA${n}`);
  }
  expect(model.roots.length).toBe(1_000);
  expect(model.roots[0]?.sid).toBe("CA-first");
  expect(model.call("CA0")).toBeUndefined();
});
