import { expect, test } from "vitest";
import { presenceBeatSchema, streamedPresenceSeconds } from "@/lib/contracts";
import { makeProblem } from "../model/problems";
import { Bench, settle, testUuid } from "../testing/fake-deps";
import { callNewsMs } from "./presence";

test("a ready phone beats every 4 s visible, every 20 s hidden, and at once on a change", async () => {
  const bench = await new Bench().ready();
  expect(bench.api.beats).toMatchObject([{ phone: "ready", hidden: false, ref: null }]);
  await bench.clock.pass(12_000);
  expect(bench.api.beats).toHaveLength(4);
  bench.page.hidden = true;
  bench.page.emit("visibility");
  expect(bench.api.beats).toHaveLength(5);
  await bench.clock.pass(40_000);
  expect(bench.api.beats).toHaveLength(7);
  for (const beat of bench.api.beats) expect(presenceBeatSchema.parse(beat)).toEqual(beat);
  expect(new Set(bench.api.beats.map(({ tab }) => tab)).size).toBe(1);
});

test("beats are numbered in the order they are sent, including the last one", async () => {
  const bench = await new Bench().ready();
  await bench.clock.pass(4_000);
  await bench.dial();
  await bench.clock.pass(callNewsMs);
  bench.page.emit("hide");
  const numbers = [...bench.api.beats, ...bench.api.lastBeats].map(({ n }) => n);
  expect(numbers).toEqual(numbers.map((_, index) => index + 1));
  expect(numbers.length).toBeGreaterThan(3);
});

test("beats carry the ref of a call from its start to its end", async () => {
  const bench = await new Bench().ready();
  const call = await bench.dial();
  const ref = call.parameters.get("ref");
  await bench.clock.pass(callNewsMs);
  expect(bench.api.beats.at(-1)).toMatchObject({ phone: "in_call", ref });
  call.open();
  await bench.clock.pass(8_000);
  expect(bench.api.beats.at(-1)).toMatchObject({ phone: "in_call", ref });
  call.end();
  await bench.clock.pass(callNewsMs);
  expect(bench.api.beats.at(-1)).toMatchObject({ phone: "ready", ref: null });
  bench.network.device.ring({ ref: testUuid(900) });
  await bench.clock.pass(callNewsMs);
  expect(bench.api.beats.at(-1)).toMatchObject({ phone: "ready", ref: testUuid(900) });
});

test("while a call is being placed and answered nothing is sent but its news, once and late", async () => {
  const bench = await new Bench().ready();
  const before = bench.api.beats.length;
  const call = await bench.dial();
  call.emit("ringing", false);
  await bench.clock.pass(callNewsMs - 1);
  expect(bench.api.beats).toHaveLength(before);
  await bench.clock.pass(1);
  expect(bench.api.beats.slice(before)).toMatchObject([
    { phone: "in_call", ref: call.parameters.get("ref") },
  ]);
});

test("a call that is over before its news was sent is no news", async () => {
  const bench = await new Bench().ready();
  const before = bench.api.beats.length;
  const call = await bench.dial();
  call.end();
  await bench.clock.pass(2 * callNewsMs);
  expect(bench.api.beats).toHaveLength(before);
});

test("a lost line sends gone, but not in a call that goes on", async () => {
  const bench = await new Bench().ready();
  bench.network.answers = false;
  bench.network.device.cut();
  expect(bench.api.beats.at(-1)).toMatchObject({ phone: "gone" });
  const sent = bench.api.beats.length;
  await bench.clock.pass(60_000);
  expect(bench.api.beats).toHaveLength(sent);
  bench.network.answers = true;
  await bench.clock.pass(20_000);
  await bench.talk();
  await bench.clock.pass(callNewsMs);
  bench.network.device.cut();
  expect(bench.api.beats.at(-1)).toMatchObject({ phone: "in_call" });
});

test("the next beat notices a session that ended elsewhere", async () => {
  const bench = await new Bench().ready();
  bench.api.signedIn = false;
  await bench.clock.pass(4_000);
  expect(bench.state).toEqual({ kind: "failed", problem: makeProblem("signed_out") });
  expect(bench.network.liveDevices).toHaveLength(0);
  const sent = bench.api.beats.length;
  await bench.clock.pass(60_000);
  expect(bench.api.beats).toHaveLength(sent);
});

test("a session that ends in a call lets the call go on", async () => {
  const bench = await new Bench().ready();
  const call = await bench.talk();
  bench.api.signedIn = false;
  await bench.clock.pass(8_000);
  expect(call.up).toBe(true);
  call.end();
  await settle();
  bench.phone.dismiss();
  expect(bench.state).toEqual({ kind: "failed", problem: makeProblem("signed_out") });
});

test("a refused microphone does not stop the beats of a ready phone", async () => {
  const bench = await new Bench().ready();
  bench.media.refusal = "NotAllowedError";
  bench.phone.dial({ username: "bob", name: "Bob", anonymous: false });
  await settle();
  expect(bench.state.kind).toBe("notPlaced");
  expect(bench.api.beats.at(-1)).toMatchObject({ phone: "ready", ref: null });
});

test("the phone sends a last beacon when the page closes, and when the phone stops", async () => {
  const bench = await new Bench().ready();
  bench.page.emit("hide");
  expect(bench.api.lastBeats).toMatchObject([{ phone: "gone" }]);
  const stopped = await new Bench().ready();
  await stopped.phone.stop();
  expect(stopped.api.lastBeats).toMatchObject([{ phone: "gone" }]);
  const sent = stopped.api.beats.length;
  await stopped.clock.pass(60_000);
  expect(stopped.api.beats).toHaveLength(sent);
});

const [stream, another] = [testUuid(700), testUuid(701)];

test("with an open stream a ready phone beats once a minute, visible or hidden", async () => {
  const bench = await new Bench().ready();
  await bench.live.show(stream);
  expect(bench.api.beats.at(-1)).toMatchObject({ phone: "ready", stream });
  const before = bench.api.beats.length;
  await bench.clock.pass(120_000);
  expect(bench.api.beats).toHaveLength(before + 2);
  bench.page.hidden = true;
  bench.page.emit("visibility");
  await bench.clock.pass(60_000);
  expect(bench.api.beats).toHaveLength(before + 4);
  expect(bench.api.beats.at(-1)).toMatchObject({ hidden: true, stream });
});

test("a beat names another stream, or none, at once", async () => {
  const bench = await new Bench().ready();
  for (const id of [stream, another, null]) {
    await bench.live.show(id);
    expect(bench.api.beats.at(-1)).toMatchObject({ phone: "ready", stream: id });
  }
  const before = bench.api.beats.length;
  await bench.clock.pass(8_000);
  expect(bench.api.beats).toHaveLength(before + 2);
});

test("with an open stream a call's beats come every 15 s, also while it rings", async () => {
  const bench = await new Bench().ready();
  await bench.live.show(stream);
  await bench.talk();
  let before = bench.api.beats.length;
  await bench.clock.pass(30_000);
  expect(bench.api.beats.slice(before)).toMatchObject([{ phone: "in_call" }, { phone: "in_call" }]);
  const rung = await new Bench().ready();
  await rung.live.show(stream);
  rung.network.device.ring({ ref: testUuid(900) });
  before = rung.api.beats.length;
  await rung.clock.pass(15_000);
  expect(rung.api.beats.slice(before)).toMatchObject([{ phone: "ready", ref: testUuid(900) }]);
});

test("where timers are late, what comes over the stream sends the beat that is due", async () => {
  const bench = await new Bench().ready();
  await bench.live.show(stream);
  const sentAt = bench.clock.now();
  const before = bench.api.beats.length;
  while (bench.api.beats.length === before) {
    bench.clock.freeze(15_000);
    await bench.live.ping();
  }
  expect(bench.clock.now() - sentAt).toBeLessThan((streamedPresenceSeconds - 10) * 1_000);
  await bench.live.ping();
  expect(bench.api.beats).toHaveLength(before + 1);
});

test("a lost beat is sent again soon, since the next one would be late", async () => {
  const bench = await new Bench().ready();
  await bench.live.show(stream);
  bench.api.reachable = false;
  await bench.clock.pass(60_000);
  bench.api.reachable = true;
  const before = bench.api.beats.length;
  await bench.clock.pass(4_000);
  expect(bench.api.beats).toHaveLength(before + 1);
  await bench.clock.pass(50_000);
  expect(bench.api.beats).toHaveLength(before + 1);
});

test("the stream of a hidden page is kept as long as the tab has the phone", async () => {
  const bench = await new Bench().ready();
  expect(bench.live.kept).toBe(true);
  await bench.phone.stop();
  expect(bench.live.kept).toBe(false);
  expect(bench.live.listenerCount).toBe(0);
});
