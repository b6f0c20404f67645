import { expect, test } from "vitest";
import { Bench, settle, testUuid } from "./testing/fake-deps";
import { FakeProfile } from "./testing/fake-tabs";

const invite = { ref: testUuid(900), name: "Alice", username: "alice" };

test("leaving the page asks first while that would end a call, and only then", async () => {
  const bench = await new Bench().ready();
  expect(bench.page.guards).toBe(0);
  const call = await bench.dial();
  expect(bench.page.guards).toBe(1);
  call.emit("ringing", false);
  call.open();
  expect(bench.page.guards).toBe(1);
  bench.phone.hangUp();
  expect(bench.page.guards).toBe(0);
  bench.network.device.ring(invite);
  expect(bench.page.guards).toBe(0);
  bench.phone.answer();
  expect(bench.page.guards).toBe(1);
  bench.phone.hangUp();
  expect(bench.page.guards).toBe(0);
});

test("leaving the page hangs up, but does not decline a call that still rings on other devices", async () => {
  const bench = await new Bench().ready();
  const call = await bench.talk();
  const waiting = bench.network.device.ring(invite);
  bench.page.emit("hide");
  expect(call.log).toContain("disconnect");
  expect(waiting.log).toEqual(["ignore"]);
  expect(bench.network.liveDevices).toEqual([]);
  expect(bench.media.open).toBe(0);
});

test("a call mutes, sends digits and measures levels", async () => {
  const bench = await new Bench().ready();
  const heard: { input: number; output: number }[] = [];
  const unwatch = bench.phone.watchLevels((levels) => heard.push(levels));
  const call = await bench.talk();
  bench.phone.setMuted(true);
  bench.phone.sendDigits("12#");
  bench.phone.sendDigits("no digits");
  expect(call.log.slice(1)).toEqual(["accept", "mute true", "digits 12#"]);
  expect(bench.state).toMatchObject({ talk: { muted: true } });
  for (let i = 0; i < 4; i++) call.emit("volume", 0.5, 0.25);
  expect(heard).toEqual([
    { input: 0.5, output: 0.25 },
    { input: 0.5, output: 0.25 },
  ]);
  unwatch();
  for (let i = 0; i < 4; i++) call.emit("volume", 0.5, 0.25);
  expect(heard).toHaveLength(2);
});

test("quality follows samples and warnings", async () => {
  const bench = await new Bench().ready();
  const call = await bench.talk();
  expect(bench.state).toMatchObject({ talk: { quality: { score: null, warnings: [] } } });
  call.emit("sample", { mos: 4.3, rttMs: 20, jitterMs: 2, lossFraction: 0.01, receives: true });
  expect(bench.state).toMatchObject({
    talk: { quality: { score: 4, rttMs: 20, jitterMs: 2, lossFraction: 0.01 } },
  });
  call.emit("warning", "high_packet_loss");
  call.emit("warning", "high_average_packet_loss");
  call.emit("warning", "low_mos");
  call.emit("warning-cleared", "high_packet_loss");
  call.emit("sample", { mos: 2.5, rttMs: 20, jitterMs: 2, lossFraction: 0.2, receives: true });
  expect(bench.state).toMatchObject({
    talk: { quality: { score: 1, warnings: ["high_packet_loss", "low_mos"] } },
  });
  call.emit("warning", "no_incoming_audio");
  expect(bench.state).toMatchObject({ talk: { quality: { score: 0 } } });
});

test("a silent microphone is noticed, but not while muted", async () => {
  const bench = await new Bench().ready();
  const call = await bench.talk();
  call.emit("warning", "silent_microphone");
  expect(bench.state).toMatchObject({ talk: { hint: "silent_microphone" } });
  bench.phone.setMuted(true);
  expect(bench.state).toMatchObject({ talk: { hint: null } });
  bench.phone.setMuted(false);
  expect(bench.state).toMatchObject({ talk: { hint: "silent_microphone" } });
  call.emit("warning-cleared", "silent_microphone");
  expect(bench.state).toMatchObject({ talk: { hint: null } });
});

test("talking while muted is noticed, and the microphone is listened to only while muted", async () => {
  const bench = await new Bench().ready();
  await bench.talk();
  bench.media.loudness = 0.8;
  await bench.clock.pass(1_000);
  expect(bench.state).toMatchObject({ talk: { hint: null } });
  bench.phone.setMuted(true);
  expect(bench.media.meters).toBe(1);
  await bench.clock.pass(1_000);
  expect(bench.state).toMatchObject({ talk: { hint: "talking_while_muted" } });
  bench.media.loudness = 0.1;
  await bench.clock.pass(4_000);
  expect(bench.state).toMatchObject({ talk: { hint: null } });
  bench.media.loudness = 0.8;
  await bench.clock.pass(1_000);
  bench.phone.setMuted(false);
  expect(bench.state).toMatchObject({ talk: { hint: null } });
  expect(bench.media.meters).toBe(0);
  bench.phone.setMuted(true);
  bench.phone.hangUp();
  expect(bench.media.meters).toBe(0);
});

test("a microphone that is chosen while muted replaces the one that is listened to", async () => {
  const bench = await new Bench().ready();
  await bench.talk();
  bench.phone.setMuted(true);
  // As the SDK asks when the microphone is changed in a call.
  const other = await bench.network.device.setup.getUserMedia({ audio: { deviceId: { exact: "mic1" } } });
  expect(bench.media.meters).toBe(1);
  bench.media.loudnessOf.set(other, 0.8);
  await bench.clock.pass(1_000);
  expect(bench.state).toMatchObject({ talk: { hint: "talking_while_muted" } });
  bench.phone.hangUp();
  expect(bench.media.meters).toBe(0);
});

test("mute works where the browser cannot measure the microphone", async () => {
  const bench = await new Bench().ready();
  const call = await bench.talk();
  bench.media.unmeasurable = true;
  for (const muted of [true, false, true]) {
    bench.phone.setMuted(muted);
    expect(bench.state).toMatchObject({ talk: { muted, hint: null } });
    expect(call.log.at(-1)).toBe(`mute ${muted}`);
  }
  // The microphone is changed while muted.
  await bench.network.device.setup.getUserMedia({ audio: { deviceId: { exact: "mic1" } } });
  bench.phone.setMuted(false);
  expect(bench.state).toMatchObject({ talk: { muted: false } });
});

test("a call continues when its media return", async () => {
  const bench = await new Bench().ready();
  const call = await bench.talk();
  call.emit("reconnecting", "media");
  expect(bench.state.kind).toBe("reconnecting");
  await bench.clock.pass(15_000);
  call.emit("reconnected");
  expect(bench.state.kind).toBe("inCall");
  await bench.clock.pass(60_000);
  expect(call.up).toBe(true);
});

test("a short loss of the connection is shown as reconnecting as soon as the SDK warns", async () => {
  const bench = await new Bench().ready();
  const call = await bench.talk();
  call.emit("warning", "no_incoming_audio");
  call.emit("warning", "ice_lost");
  expect(bench.state).toMatchObject({ kind: "reconnecting", talk: { quality: { score: 0 } } });
  call.emit("warning-cleared", "ice_lost");
  call.emit("warning-cleared", "no_incoming_audio");
  expect(bench.state.kind).toBe("inCall");
});

test("an other side whose microphone stopped is silent, which is shown and is no lost connection", async () => {
  const bench = await new Bench().ready();
  const call = await bench.talk();
  call.emit("warning", "no_incoming_audio");
  expect(bench.state).toMatchObject({
    kind: "inCall",
    talk: { quality: { score: 0, warnings: ["no_incoming_audio"] } },
  });
});

test("a call goes on in which a path was found, although the other side has no microphone to begin with", async () => {
  const bench = await new Bench().ready();
  const call = await soundless(bench);
  call.emit("sample", { ...silence, rttMs: 12 });
  await bench.clock.pass(60_000);
  expect(bench.state.kind).toBe("inCall");
});

test("a silent other side alone does not end the call, a lost connection does after 28 s", async () => {
  const bench = await new Bench().ready();
  const call = await bench.talk();
  call.emit("warning", "no_incoming_audio");
  await bench.clock.pass(120_000);
  expect(bench.state.kind).toBe("inCall");
  call.emit("warning", "ice_lost");
  expect(bench.state.kind).toBe("reconnecting");
  await bench.clock.pass(28_000);
  expect(bench.state).toMatchObject({ kind: "ended", problem: { code: "connection_lost" } });
  expect(call.up).toBe(false);
});

const silence = { mos: null, rttMs: null, jitterMs: null, lossFraction: null, receives: false };

/** A call that was answered, and in which no sound arrives. */
async function soundless(bench: Bench) {
  const call = await bench.dial();
  call.emit("ringing", false);
  call.accepted();
  call.emit("sample", silence);
  return call;
}

test("a call without any sound through the local gateway names the cause that it has there", async () => {
  const bench = new Bench();
  bench.api.signaling = "ws://localhost:3001/signal";
  await bench.ready();
  await soundless(bench);
  await bench.clock.pass(20_000);
  expect(bench.state).toMatchObject({ kind: "ended", problem: { code: "media_failed_local" } });
});

test("a call without any sound ends after 20 s, with the reason", async () => {
  const bench = await new Bench().ready();
  const call = await soundless(bench);
  call.emit("warning", "no_incoming_audio");
  await bench.clock.pass(5_000);
  call.emit("reconnecting", "media");
  await bench.clock.pass(14_999);
  expect(bench.state.kind).toBe("reconnecting");
  await bench.clock.pass(1);
  expect(bench.state).toMatchObject({ kind: "ended", problem: { code: "media_failed" } });
  expect(call.log.at(-1)).toBe("disconnect");
});

test("a call gives the reason also when the other end gives up the lost connection first", async () => {
  const bench = await new Bench().ready();
  const call = await bench.talk();
  call.emit("sample", { ...silence, receives: true });
  await bench.clock.pass(30_000);
  call.emit("reconnecting", "media");
  await bench.clock.pass(25_000);
  call.end();
  await settle();
  expect(bench.state).toMatchObject({ kind: "ended", problem: { code: "connection_lost" } });
});

test("a connection that was lost and restored is not given as the reason for the end of a call", async () => {
  const bench = await new Bench().ready();
  const call = await bench.talk();
  call.emit("sample", { ...silence, receives: true });
  call.emit("reconnecting", "media");
  await bench.clock.pass(10_000);
  call.emit("reconnected");
  await bench.clock.pass(10_000);
  call.end();
  await settle();
  expect(bench.state).toMatchObject({ kind: "ended", problem: null });
});

test("a call gives the same reason when the other end gives up first because no sound arrived", async () => {
  const bench = await new Bench().ready();
  const call = await soundless(bench);
  await bench.clock.pass(19_000);
  call.end();
  await settle();
  expect(bench.state).toMatchObject({ kind: "ended", problem: { code: "media_failed" } });
});

test("a call that I end, or that ends before sound could arrive, gives no reason", async () => {
  for (const end of ["theirs", "mine"]) {
    const bench = await new Bench().ready();
    const call = await soundless(bench);
    await bench.clock.pass(end === "theirs" ? 1_000 : 15_000);
    if (end === "theirs") call.end();
    else bench.phone.hangUp();
    await settle();
    expect(bench.state).toMatchObject({ kind: "ended", problem: null });
  }
});

test("a call survives 28 s without sound once any was heard", async () => {
  const bench = await new Bench().ready();
  const call = await soundless(bench);
  await bench.clock.pass(19_000);
  call.emit("sample", { ...silence, receives: true });
  call.emit("reconnecting", "media");
  await bench.clock.pass(27_999);
  expect(bench.state.kind).toBe("reconnecting");
  await bench.clock.pass(1);
  expect(bench.state).toMatchObject({ kind: "ended", problem: { code: "connection_lost" } });
});

test("reconnecting ends without `reconnected` from the SDK once sound has flowed for 3 s", async () => {
  const bench = await new Bench().ready();
  const call = await bench.talk();
  const sample = { mos: 4.3, rttMs: 20, jitterMs: 2, lossFraction: 0 };
  call.emit("reconnecting", "media");
  call.emit("sample", { ...sample, receives: false });
  for (let second = 0; second < 2; second += 1) call.emit("sample", { ...sample, receives: true });
  expect(bench.state.kind).toBe("reconnecting");
  call.emit("sample", { ...sample, receives: true });
  expect(bench.state.kind).toBe("inCall");
  await bench.clock.pass(60_000);
  expect(call.up).toBe(true);
});

test("a listener that throws does not harm the phone", async () => {
  const errors: unknown[] = [];
  const original = console.error;
  console.error = (...args: unknown[]) => errors.push(args);
  const bench = new Bench();
  bench.phone.subscribe(() => {
    throw new Error("from a component");
  });
  await bench.ready();
  console.error = original;
  expect(bench.state.kind).toBe("ready");
  expect(errors.length).toBeGreaterThan(0);
});

test("a stopped phone leaves no listener, timer, Device, microphone or sound behind", async () => {
  const bench = await new Bench().ready();
  const listeners = () =>
    [bench.network, bench.page, bench.media, bench.live].map(({ listenerCount }) => listenerCount);
  const idle = listeners();
  for (let i = 0; i < 5; i++) {
    const call = await bench.talk();
    bench.phone.setMuted(true);
    bench.network.device.ring(invite);
    if (i % 2) bench.phone.answerWaiting();
    await settle();
    bench.phone.hangUp();
    bench.phone.hangUp();
    call.end();
    await bench.clock.pass(10_000);
    bench.phone.dismiss();
    expect(listeners()).toEqual(idle);
  }
  await bench.talk();
  await bench.phone.stop();
  await bench.clock.pass(10_000);
  expect(bench.state).toEqual({ kind: "off" });
  expect(listeners()).toEqual([0, 0, 0, 0]);
  expect([bench.clock.pending, bench.media.open, bench.media.meters, bench.page.guards]).toEqual([
    0, 0, 0, 0,
  ]);
  expect(bench.network.liveDevices).toEqual([]);
  expect(bench.speaker.looping).toEqual([]);
  await bench.ready();
  expect(bench.state).toEqual({ kind: "ready" });
});

test("a call that was lost while the machine slept names the sleep, and no network", async () => {
  for (const heard of [true, false]) {
    const bench = await new Bench().ready();
    const call = heard ? await bench.talk() : await soundless(bench);
    bench.clock.freeze(44_000);
    await bench.clock.pass(2_000);
    call.emit("reconnecting", "media");
    await bench.clock.pass(60_000);
    expect(bench.state).toMatchObject({ kind: "ended", problem: { code: "slept" } });
  }
});

test("a call whose connection came back after a sleep goes on", async () => {
  const bench = await new Bench().ready();
  const call = await bench.talk();
  call.emit("reconnecting", "media");
  await bench.clock.pass(5_000);
  bench.clock.freeze(44_000);
  await bench.clock.pass(10_000);
  expect(bench.state.kind).toBe("reconnecting");
  call.emit("reconnected");
  await bench.clock.pass(60_000);
  expect(bench.state.kind).toBe("inCall");
});

test("when the person of the page is gone the call ends, and the phone neither rings nor calls again", async () => {
  const bench = await new Bench().ready();
  const call = await bench.talk();
  const waiting = bench.network.device.ring(invite);
  const { device } = bench.network;
  bench.page.emit("personGone");
  expect(call.log).toContain("disconnect");
  expect(waiting.log).toEqual(["ignore"]);
  expect(bench.network.liveDevices).toEqual([]);
  expect(bench.media.open).toBe(0);
  expect(bench.state).toMatchObject({ kind: "failed", problem: { code: "signed_out" } });
  // Nothing that wakes a phone wakes this one; the server knows its person no more.
  bench.api.refusal = { code: "signed_out", retryAfterMs: null };
  device.ring({ ...invite, ref: testUuid(901) });
  for (const event of ["visibility", "network", "wake", "touch"] as const) bench.page.emit(event);
  bench.phone.retry();
  bench.phone.dial({ username: "bob", name: "Bob", anonymous: false });
  await bench.clock.pass(120_000);
  expect(bench.network.liveDevices).toEqual([]);
  expect(bench.state).toMatchObject({ kind: "failed", problem: { code: "signed_out" } });
  expect(bench.speaker.looping).toEqual([]);
});

test("a tab of a person who is gone gives the phone up, and does not wait for it any more", async () => {
  const profile = new FakeProfile();
  const first = await new Bench({ tabs: profile.tab() }).ready();
  const second = await new Bench({ tabs: profile.tab() }).ready();
  second.page.emit("personGone");
  first.page.emit("personGone");
  await settle();
  expect(profile.held).toBe(false);
  expect(second.state).toMatchObject({ kind: "failed", problem: { code: "signed_out" } });
});
