import { expect, test } from "vitest";
import { Bench, settle } from "../testing/fake-deps";

async function talking(): Promise<Bench> {
  const bench = await new Bench().ready();
  await bench.talk();
  return bench;
}

const hintOf = ({ state }: Bench) => ("talk" in state ? state.talk.hint : "no talk");

test("a microphone that stops in a call is named at once, and opened again by itself", async () => {
  const bench = await talking();
  await bench.media.change("ended");
  expect(hintOf(bench)).toBe("microphone_stopped");
  await bench.clock.pass(300);
  expect(bench.network.device.reopened).toEqual(["default"]);
  expect(hintOf(bench)).toBeNull();
  // The new one is watched, too.
  await bench.media.change("ended");
  expect(hintOf(bench)).toBe("microphone_stopped");
  await bench.clock.pass(300);
  expect(hintOf(bench)).toBeNull();
  bench.phone.hangUp();
  await settle();
  expect([bench.media.open, bench.network.callsUp.length]).toEqual([0, 0]);
});

test("a microphone that does not open again is tried every 5 s, until the call is over", async () => {
  const bench = await talking();
  bench.media.refusal = "NotReadableError";
  await bench.media.change("ended");
  await bench.clock.pass(10_300);
  expect(hintOf(bench)).toBe("microphone_stopped");
  expect(bench.network.device.reopened).toHaveLength(3);
  bench.media.refusal = null;
  await bench.clock.pass(5_000);
  expect(hintOf(bench)).toBeNull();
  await bench.media.change("ended");
  bench.phone.hangUp();
  await bench.clock.pass(60_000);
  expect(bench.network.device.reopened).toHaveLength(4);
});

test("a microphone that was withdrawn is named, and opened again when it is allowed, without asking meanwhile", async () => {
  const bench = await talking();
  Object.assign(bench.media, { refusal: "NotAllowedError", permissionState: "denied" });
  await bench.media.change("ended");
  await bench.clock.pass(300);
  expect(hintOf(bench)).toBe("microphone_denied");
  await bench.clock.pass(60_000);
  expect(bench.network.device.reopened).toHaveLength(1);
  bench.media.refusal = null;
  await bench.media.setPermission("granted");
  expect(hintOf(bench)).toBeNull();
});

test("a microphone that was withdrawn is opened again when the user asks for it", async () => {
  const bench = await talking();
  bench.media.refusal = "NotAllowedError";
  await bench.media.change("ended");
  await bench.clock.pass(300);
  bench.media.refusal = null;
  bench.phone.retry();
  await settle();
  expect(hintOf(bench)).toBeNull();
  expect(bench.state.kind).toBe("inCall");
});

test("another microphone takes over when the one that stopped is gone", async () => {
  const bench = await new Bench().ready();
  await bench.phone.devices.chooseInput("mic1");
  await bench.talk();
  bench.media.devices = bench.media.devices.filter(({ deviceId }) => deviceId !== "mic1");
  await bench.media.change("ended");
  await bench.clock.pass(300);
  expect(bench.network.device.inputs).toEqual(["default"]);
  expect(bench.phone.devices.getState().notice).toMatchObject({ lost: "Headset" });
});

test("a microphone that the system holds back is named after a moment, until it gives sound again", async () => {
  const bench = await talking();
  await bench.media.change("muted");
  await bench.clock.pass(1_000);
  expect(hintOf(bench)).toBeNull();
  await bench.clock.pass(1_000);
  expect(hintOf(bench)).toBe("microphone_held");
  bench.phone.setMuted(true);
  expect(hintOf(bench)).toBeNull();
  bench.phone.setMuted(false);
  expect(hintOf(bench)).toBe("microphone_held");
  await bench.media.change("live");
  expect(hintOf(bench)).toBeNull();
  await bench.media.change("muted");
  await bench.media.change("live");
  await bench.clock.pass(5_000);
  expect(hintOf(bench)).toBeNull();
});

test("a microphone that stops while muted is named and opened again", async () => {
  const bench = await talking();
  bench.phone.setMuted(true);
  await bench.media.change("ended");
  expect(hintOf(bench)).toBe("microphone_stopped");
  await bench.clock.pass(300);
  expect(hintOf(bench)).toBeNull();
});
