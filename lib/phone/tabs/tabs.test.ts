import { expect, test } from "vitest";
import { FakeClock } from "../testing/fake-clock";
import { Bench, settle, testUuid } from "../testing/fake-deps";
import { FakeProfile } from "../testing/fake-tabs";

async function tabs(count: number): Promise<{ profile: FakeProfile; clock: FakeClock; benches: Bench[] }> {
  const profile = new FakeProfile();
  const clock = new FakeClock();
  const benches = Array.from({ length: count }, () => new Bench({ tabs: profile.tab(), clock }));
  for (const bench of benches) await bench.ready();
  return { profile, clock, benches };
}

function kinds(benches: readonly Bench[]): string[] {
  return benches.map(({ state }) => state.kind);
}

test("one tab has the phone, and the others wait", async () => {
  const { benches } = await tabs(3);
  expect(kinds(benches)).toEqual(["ready", "elsewhere", "elsewhere"]);
  expect(benches.map(({ network }) => network.devices.length)).toEqual([1, 0, 0]);
  expect(benches[1]?.api.beats).toEqual([]);
});

test("the next tab gets the phone by itself when the owner closes", async () => {
  const { benches } = await tabs(3);
  benches[0]?.page.emit("hide");
  await settle();
  expect(kinds(benches)).toEqual(["off", "ready", "elsewhere"]);
  expect(benches[0]?.network.liveDevices).toEqual([]);
});

test("a take-over passes the queue, and the old owner can take the phone back", async () => {
  const { benches, clock } = await tabs(3);
  benches[2]?.phone.takeOver();
  await settle();
  expect(kinds(benches)).toEqual(["elsewhere", "elsewhere", "ready"]);
  expect(benches[0]?.network.liveDevices).toEqual([]);
  expect(benches[0]?.api.lastBeats).toMatchObject([{ phone: "gone" }]);
  benches[0]?.phone.takeOver();
  await clock.pass(10_000);
  expect(kinds(benches)).toEqual(["ready", "elsewhere", "elsewhere"]);
});

test("a tab in a call keeps the phone until a second request, which ends its call properly", async () => {
  const { benches, clock } = await tabs(2);
  const call = await benches[0]?.talk();
  benches[1]?.phone.takeOver();
  await clock.pass(10_000);
  expect(call?.up).toBe(true);
  expect(kinds(benches)).toEqual(["inCall", "elsewhere"]);
  expect(benches[1]?.state).toEqual({ kind: "elsewhere", inCall: true, ringing: null });
  benches[1]?.phone.takeOver();
  await settle();
  expect(call?.log).toContain("disconnect");
  expect(kinds(benches)).toEqual(["elsewhere", "ready"]);
});

test("a tab that asked for the phone in vain still gets it when the owner closes", async () => {
  const { benches } = await tabs(2);
  await benches[0]?.talk();
  benches[1]?.phone.takeOver();
  await settle();
  benches[0]?.page.emit("hide");
  await settle();
  expect(kinds(benches)).toEqual(["off", "ready"]);
});

test("the phone is taken from a frozen owner after 1.5 s", async () => {
  const { benches, profile, clock } = await tabs(1);
  const frozen = benches[0];
  const late = new Bench({ tabs: { ...profile.tab(), send: () => {} }, clock });
  await late.ready();
  late.phone.takeOver();
  await clock.pass(1_499);
  expect(late.state.kind).toBe("elsewhere");
  await clock.pass(1);
  expect(late.state.kind).toBe("ready");
  expect(frozen?.state.kind).toBe("elsewhere");
  expect(frozen?.network.liveDevices).toEqual([]);
});

test("an owner that handed the phone over to no tab takes it back after 5 s", async () => {
  const { benches, profile, clock } = await tabs(1);
  profile.tab().send({ type: "letGo", endCall: false });
  await settle();
  expect(kinds(benches)).toEqual(["elsewhere"]);
  await clock.pass(5_000);
  expect(kinds(benches)).toEqual(["ready"]);
});

test("an owner that handed the phone over to no tab gets it when it asks for it", async () => {
  const { benches, profile, clock } = await tabs(1);
  profile.tab().send({ type: "letGo", endCall: false });
  await settle();
  benches[0]?.phone.takeOver();
  await clock.pass(1_499);
  expect(kinds(benches)).toEqual(["elsewhere"]);
  await clock.pass(1);
  expect(kinds(benches)).toEqual(["ready"]);
  await benches[0]?.phone.stop();
  expect([profile.held, profile.listenerCount, clock.pending]).toEqual([false, 0, 0]);
});

test("a tab that was signed out does not keep the phone from others", async () => {
  const { benches } = await tabs(2);
  const [first, second] = benches;
  if (!first || !second) throw new Error("two tabs");
  first.api.refusal = { code: "signed_out", retryAfterMs: null };
  await first.clock.pass(525_000);
  expect(kinds(benches)).toEqual(["failed", "ready"]);
  first.api.refusal = null;
  first.phone.retry();
  await settle();
  expect(kinds(benches)).toEqual(["elsewhere", "ready"]);
});

test("stopping releases the lock, listeners and timers", async () => {
  const { benches, profile } = await tabs(1);
  await benches[0]?.phone.stop();
  expect(profile.held).toBe(false);
  expect(profile.listenerCount).toBe(0);
});

test("every tab has a phone if there are no Web Locks", async () => {
  const bench = await new Bench({ tabs: null }).ready();
  bench.phone.takeOver();
  expect(bench.state.kind).toBe("ready");
});

const invite = { ref: testUuid(900), name: "Alice", username: "alice" };

/** Two tabs; a call rings at the first, and the second takes the phone over. */
async function takenWhileRinging() {
  const { benches, clock } = await tabs(2);
  const [from, to] = benches;
  if (!from || !to) throw new Error("two tabs");
  const ring = from.network.device.ring(invite);
  to.phone.takeOver();
  await settle();
  return { from, to, ring, clock };
}

test("a ringing call moves along and is answered in the new tab", async () => {
  const { from, to, ring } = await takenWhileRinging();
  expect(from.state.kind).toBe("elsewhere");
  expect(from.speaker.looping).toEqual([]);
  expect(to.state).toMatchObject({ kind: "incoming", call: { ref: invite.ref, peer: { name: "Alice" } } });
  expect(ring.log).toEqual([]);
  to.phone.answer();
  await settle();
  const taken = to.lastCall();
  expect(taken.parameters.get("connectToken")).toBe(ring.connectToken);
  ring.end();
  taken.open();
  await settle();
  expect(to.state).toMatchObject({ kind: "inCall", talk: { call: { ref: invite.ref } } });
  expect(from.network.liveDevices).toEqual([]);
  expect(from.network.listenerCount).toBe(0);
  to.phone.setMuted(true);
  to.phone.hangUp();
  expect(taken.log).toEqual(["connect", "accept", "mute true", "disconnect"]);
  expect(taken.listenerCount).toBe(0);
});

/** Who calls, as each tab without the phone shows it. */
function shown(benches: readonly Bench[]): unknown[] {
  return benches.flatMap(({ state }) => (state.kind === "elsewhere" ? [state.ringing] : []));
}

const peer = { name: "Alice", username: "alice" };

test("the tabs without the phone show who calls, until it is over", async () => {
  const { benches } = await tabs(3);
  const { device } = benches[0]?.network ?? {};
  const ring = device?.ring(invite);
  await settle();
  expect(shown(benches)).toEqual([peer, peer]);
  ring?.end();
  await settle();
  expect(shown(benches)).toEqual([null, null]);
  device?.ring({ ref: testUuid(901) });
  await settle();
  expect(shown(benches)).toEqual([
    { name: null, username: null },
    { name: null, username: null },
  ]);
  benches[0]?.phone.answer();
  await settle();
  expect(shown(benches)).toEqual([null, null]);
});

test("a second call is shown in the tabs without the phone, also after they asked for it in vain", async () => {
  const { benches } = await tabs(2);
  await benches[0]?.talk();
  benches[0]?.network.device.ring(invite);
  benches[1]?.phone.takeOver();
  await settle();
  expect(benches[1]?.state).toEqual({ kind: "elsewhere", inCall: true, ringing: peer });
});

test("a tab that asked in vain shows the call only as long as there is one", async () => {
  const { benches } = await tabs(2);
  const call = await benches[0]?.talk();
  benches[1]?.phone.takeOver();
  await settle();
  expect(benches[1]?.state).toMatchObject({ inCall: true });
  call?.end();
  await settle();
  expect(benches[1]?.state).toEqual({ kind: "elsewhere", inCall: false, ringing: null });
});

test("a tab that opens while it rings shows who calls", async () => {
  const { benches, profile, clock } = await tabs(2);
  benches[0]?.network.device.ring(invite);
  const late = await new Bench({ tabs: profile.tab(), clock }).ready();
  await settle();
  expect(shown([...benches, late])).toEqual([peer, peer]);
});

test("a call that was taken to another tab is shown in the one it came from", async () => {
  const { from, to } = await takenWhileRinging();
  await settle();
  expect(shown([from])).toEqual([peer]);
  to.phone.decline();
  await settle();
  expect(shown([from])).toEqual([null]);
});

test.each(["hide", "crash"])("a ring ends in every tab when the tab that has it goes: %s", async (how) => {
  const { benches, profile } = await tabs(3);
  benches[0]?.network.device.ring(invite);
  await settle();
  if (how === "hide") benches[0]?.page.emit("hide");
  else profile.crash();
  await settle();
  expect(kinds(benches.slice(1))).toEqual(["ready", "elsewhere"]);
  expect(shown(benches.slice(1))).toEqual([null]);
});

test("a call that moved along is declined in the new tab", async () => {
  const { from, to, ring } = await takenWhileRinging();
  to.phone.decline();
  await settle();
  expect(ring.log).toEqual(["reject"]);
  expect(to.state).toMatchObject({ kind: "ended", outcome: "declined" });
  expect(from.network.liveDevices).toEqual([]);
});

test("a call that moved along ends when its caller gives up", async () => {
  const { from, to, ring } = await takenWhileRinging();
  ring.end();
  await settle();
  expect(to.state).toMatchObject({ kind: "ended", call: { ref: invite.ref } });
  expect(from.network.liveDevices).toEqual([]);
});

test("a call that moved along does not ring if its caller gives up before the new tab is registered", async () => {
  const { benches, profile, clock } = await tabs(2);
  const [from, to] = benches;
  if (!from || !to) throw new Error("two tabs");
  const ring = from.network.device.ring(invite);
  to.network.answers = false;
  to.phone.takeOver();
  await settle();
  expect(to.state.kind).toBe("starting");
  ring.end();
  await settle();
  to.network.answers = true;
  await clock.pass(20_000);
  expect(to.state.kind).toBe("ready");
  for (const bench of benches) await bench.phone.stop();
  expect([profile.listenerCount, clock.pending]).toEqual([0, 0]);
});

test("a call that moved along ends when the tab it rings at is closed", async () => {
  const { from, to } = await takenWhileRinging();
  from.page.emit("hide");
  await settle();
  expect(to.state.kind).toBe("ended");
  expect(from.network.liveDevices).toEqual([]);
});

test("no other call rings here while one is kept ringing for the other tab", async () => {
  const { from } = await takenWhileRinging();
  const other = from.network.device.ring({ ...invite, ref: testUuid(901) });
  expect(other.log).toEqual(["ignore"]);
  expect(from.state.kind).toBe("elsewhere");
});

test("a call moves along twice, although it had not begun to ring in the second tab", async () => {
  const { benches } = await tabs(3);
  const [from, between, to] = benches;
  if (!from || !between || !to) throw new Error("three tabs");
  const ring = from.network.device.ring(invite);
  between.network.answers = false;
  between.phone.takeOver();
  await settle();
  expect(between.state.kind).toBe("starting");
  to.phone.takeOver();
  await settle();
  expect(to.state).toMatchObject({ kind: "incoming", call: { ref: invite.ref, peer: { name: "Alice" } } });
  to.phone.decline();
  await settle();
  expect(ring.log).toEqual(["reject"]);
  expect(benches.flatMap(({ network }) => network.liveDevices)).toEqual(to.network.liveDevices);
});

test("a ring that was handed over to no tab rings again when its tab takes the phone back", async () => {
  const { benches, profile, clock } = await tabs(1);
  const [bench] = benches;
  if (!bench) throw new Error("one tab");
  const ring = bench.network.device.ring(invite);
  profile.tab().send({ type: "letGo", endCall: false });
  await settle();
  expect(bench.state.kind).toBe("elsewhere");
  await clock.pass(5_000);
  expect(bench.state).toMatchObject({ kind: "incoming", call: { ref: invite.ref } });
  expect(bench.speaker.looping).toEqual(["ringtone"]);
  bench.phone.answer();
  await settle();
  ring.end();
  bench.lastCall().open();
  await settle();
  expect(bench.state).toMatchObject({ kind: "inCall", talk: { call: { ref: invite.ref } } });
  expect(bench.network.liveDevices).toHaveLength(1);
});

test("a ring that was handed over to no tab does not ring again when its caller has given up", async () => {
  const { benches, profile, clock } = await tabs(1);
  const [bench] = benches;
  const ring = bench?.network.device.ring(invite);
  profile.tab().send({ type: "letGo", endCall: false });
  await settle();
  ring?.end();
  await clock.pass(10_000);
  expect(kinds(benches)).toEqual(["ready"]);
});

test("a call that ends while the other tab waits for the lock does not ring there", async () => {
  const { profile, clock, benches } = await tabs(1);
  let grant = () => {};
  const tab = profile.tab();
  const slow = new Promise<void>((resolve) => {
    grant = resolve;
  });
  const lock: typeof tab.lock = async (how, ...rest) => {
    if (how === "steal") await slow;
    return tab.lock(how, ...rest);
  };
  const to = await new Bench({ tabs: { ...tab, lock }, clock }).ready();
  const ring = benches[0]?.network.device.ring(invite);
  to.phone.takeOver();
  await settle();
  ring?.end();
  await settle();
  grant();
  await settle();
  expect(to.state).toEqual({ kind: "ready" });
});
