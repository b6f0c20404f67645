import { expect, test } from "vitest";
import { makeProblem } from "../model/problems";
import type { MediaDevice } from "../ports/deps";
import { Bench, FakeMemory, settle, testUuid } from "../testing/fake-deps";
import { defaultDevice, findChoice } from "./device-choice";

const mic = (deviceId: string, label: string): MediaDevice => ({ deviceId, label, kind: "audioinput" });
const speaker = (deviceId: string, label: string): MediaDevice => ({ deviceId, label, kind: "audiooutput" });
const all = [
  mic("default", "Default"),
  mic("mic1", "Headset"),
  mic("mic2", "Webcam"),
  speaker("default", "Default"),
  speaker("spk1", "Speakers"),
];

async function plugged(memory = new FakeMemory()): Promise<Bench> {
  const bench = new Bench({ memory });
  bench.media.devices = all;
  return bench.ready();
}

test("a choice is found by id, then by label, or not at all", () => {
  const devices = [
    { id: "new", label: "Headset" },
    { id: "b", label: "" },
  ];
  expect(findChoice({ id: "new", label: "was called otherwise" }, devices)?.id).toBe("new");
  expect(findChoice({ id: "old", label: "Headset" }, devices)?.id).toBe("new");
  expect(findChoice({ id: "old", label: "" }, devices)).toBeNull();
  expect(findChoice(undefined, devices)).toBeNull();
  expect(defaultDevice(devices)?.id).toBe("new");
});

test("the lists have the devices that can be chosen, the default first", async () => {
  const bench = await plugged();
  expect(bench.phone.devices.getState()).toMatchObject({
    inputs: [{ id: "default" }, { id: "mic1" }, { id: "mic2" }],
    outputs: [{ id: "default" }, { id: "spk1" }],
    input: "default",
    output: "default",
    ringer: "default",
    notice: null,
  });
});

test("no device can be chosen before permission; labels are known afterwards", async () => {
  const bench = new Bench();
  bench.media.devices = [mic("", ""), speaker("", "")];
  await bench.ready();
  expect(bench.phone.devices.getState()).toMatchObject({ inputs: [], input: null });
  bench.media.devices = all;
  await bench.phone.devices.requestAccess();
  expect(bench.phone.devices.getState().inputs).toHaveLength(3);
  expect(bench.media.open).toBe(0);
});

test("the chosen microphone is opened, also after a reload and under a new id", async () => {
  const memory = new FakeMemory();
  const bench = await plugged(memory);
  await bench.phone.devices.chooseInput("mic1");
  await bench.talk();
  expect(bench.media.asked.at(-1)).toEqual({ audio: { deviceId: { exact: "mic1" } } });

  const later = new Bench({ memory });
  later.media.devices = [mic("default", "Default"), mic("other-id", "Headset")];
  await later.ready();
  expect(later.phone.devices.getState().input).toBe("other-id");
  await later.talk();
  expect(later.media.asked.at(-1)).toEqual({ audio: { deviceId: { exact: "other-id" } } });
});

test("a remembered microphone that is missing is not requested", async () => {
  const memory = new FakeMemory();
  const bench = await plugged(memory);
  await bench.phone.devices.chooseInput("mic2");
  await bench.media.plug([mic("default", "Default"), mic("mic1", "Headset")]);
  await bench.talk();
  expect(bench.media.asked.at(-1)).toEqual({ audio: true });
});

test("a choice in a call takes effect at once, and the SDK's microphone is released afterwards", async () => {
  const bench = await plugged();
  const call = await bench.talk();
  await bench.phone.devices.chooseInput("mic2");
  await bench.phone.devices.chooseOutput("spk1");
  expect(bench.network.device.inputs).toEqual(["mic2"]);
  expect(bench.network.device.speakers).toEqual(["spk1"]);
  call.end();
  await settle();
  expect(bench.network.device.released).toBe(1);
});

test("the chosen speaker is used from the start of each call", async () => {
  const bench = await plugged();
  await bench.phone.devices.chooseOutput("spk1");
  expect(bench.network.device.speakers).toEqual([]);
  await bench.talk();
  expect(bench.network.device.speakers).toEqual(["spk1"]);
});

test("a device that disappears in a call is reported, and the call goes on with another", async () => {
  const bench = await plugged();
  await bench.phone.devices.chooseInput("mic1");
  const call = await bench.talk();
  await bench.media.plug(all.filter(({ deviceId }) => deviceId !== "mic1"));
  expect(bench.phone.devices.getState()).toMatchObject({
    input: "default",
    notice: { role: "input", why: "gone", lost: "Headset", now: "Default" },
  });
  expect(bench.network.device.inputs).toEqual(["default"]);
  expect(call.up).toBe(true);
  await bench.media.plug(all);
  expect(bench.phone.devices.getState().notice).toBeNull();
  expect(bench.network.device.inputs).toEqual(["default", "mic1"]);
  await bench.media.plug(all.filter(({ deviceId }) => deviceId !== "mic1"));
  bench.phone.devices.dismissNotice();
  expect(bench.phone.devices.getState().notice).toBeNull();
});

const named = [
  mic("default", "Default - Jabra Headset"),
  mic("communications", "Communications - Jabra Headset"),
  mic("mic0", "Headset"),
  mic("mic1", "Jabra Headset"),
  mic("mic2", "Webcam"),
];
const withoutJabra = [
  mic("default", "Default - Webcam"),
  mic("communications", "Communications - Webcam"),
  mic("mic0", "Headset"),
  mic("mic2", "Webcam"),
];

test("the system's own microphone that disappears is reported by its name, until it is back", async () => {
  const bench = await plugged();
  await bench.media.plug(named);
  await bench.talk();
  await bench.media.plug(withoutJabra);
  const notice = { role: "input", why: "gone", lost: "Jabra Headset", now: "Default - Webcam" };
  expect(bench.phone.devices.getState()).toMatchObject({ input: "default", notice });
  // Something else comes: the headset is still gone.
  await bench.media.plug([...withoutJabra, mic("mic3", "Desk microphone")]);
  expect(bench.phone.devices.getState().notice).toEqual(notice);
  await bench.media.plug(named);
  expect(bench.phone.devices.getState().notice).toBeNull();
});

test("the phone reports neither a new system default nor the loss of an unused microphone", async () => {
  const bench = await plugged();
  await bench.media.plug(named);
  await bench.media.plug([mic("default", "Default - Webcam"), ...named.slice(1)]);
  expect(bench.phone.devices.getState().notice).toBeNull();
  await bench.media.plug(withoutJabra);
  expect(bench.phone.devices.getState().notice).toBeNull();
});

test("a choice of the system's own microphone does not hide that it disappeared", async () => {
  const bench = await plugged();
  await bench.media.plug(named);
  await bench.phone.devices.chooseInput("mic2");
  await bench.phone.devices.chooseInput("default");
  await bench.media.plug(withoutJabra);
  await bench.talk();
  expect(bench.phone.devices.getState().notice).toMatchObject({ lost: "Jabra Headset" });
});

test("a headset that disappears with microphone and speaker is reported as the microphone", async () => {
  const bench = await plugged();
  await bench.phone.devices.chooseInput("mic1");
  await bench.phone.devices.chooseOutput("spk1");
  await bench.media.plug(all.filter(({ deviceId }) => deviceId !== "mic1" && deviceId !== "spk1"));
  expect(bench.phone.devices.getState().notice).toMatchObject({ role: "input", lost: "Headset" });
});

test.each(["Input", "Output"] as const)(
  "a device that does not open in a call is not chosen: %s",
  async (role) => {
    const memory = new FakeMemory();
    const bench = await plugged(memory);
    await bench.talk();
    const id = role === "Input" ? "mic2" : "spk1";
    bench.network.device.refuses = id;
    await bench.phone.devices[`choose${role}`](id);
    const key = role === "Input" ? "input" : "output";
    expect(bench.phone.devices.getState()).toMatchObject({
      [key]: "default",
      notice: { role: key, why: "failed", now: "Default" },
    });
    expect(memory.values.get("browser-phone.devices") ?? "{}").not.toContain(id);
  },
);

test("a remembered device without a name before the first call is used as soon as it is known", async () => {
  const memory = new FakeMemory();
  const earlier = await plugged(memory);
  await earlier.phone.devices.chooseInput("mic2");
  const bench = new Bench({ memory });
  bench.media.devices = [mic("", ""), speaker("", "")];
  await bench.ready();
  bench.media.devices = all;
  await bench.talk();
  expect(bench.network.device.inputs).toEqual(["mic2"]);
});

test("a test of the microphone gives the reason why it failed", async () => {
  const bench = await plugged();
  bench.media.refusal = "NotAllowedError";
  expect(await bench.phone.devices.requestAccess()).toEqual(makeProblem("mic_denied"));
  const watch = await bench.phone.devices.watchInput(() => {});
  expect(watch.problem).toEqual(makeProblem("mic_denied"));
  watch.stop();
});

test("the SDK gets the chosen microphone when it requests the default, as it does when devices change", async () => {
  const bench = await plugged();
  await bench.phone.devices.chooseInput("mic1");
  await bench.talk();
  await bench.network.device.setup.getUserMedia({ audio: { deviceId: { exact: "default" } } });
  expect(bench.media.asked.at(-1)).toEqual({ audio: { deviceId: { exact: "mic1" } } });
  await bench.network.device.setup.getUserMedia({ audio: { deviceId: { exact: "mic2" } } });
  expect(bench.media.asked.at(-1)).toEqual({ audio: { deviceId: { exact: "mic2" } } });
});

test.each(["{not json", "null", "[]", '{"input":{"id":7,"label":"Headset"}}', '{"input":"mic1"}'])(
  "stored choices that cannot be read are ignored: %s",
  async (stored) => {
    const memory = new FakeMemory();
    memory.write("browser-phone.devices", stored);
    const bench = await plugged(memory);
    expect(bench.phone.devices.getState().input).toBe("default");
  },
);

test("only one test sound plays at a time, and a ringtone for 3 s", async () => {
  const { phone, speaker: heard, clock } = await plugged();
  for (let presses = 0; presses < 3; presses += 1) await phone.devices.test("ringer");
  expect(heard.stopped).toEqual(["ringtone", "ringtone"]);
  await phone.devices.test("output");
  expect(heard.stopped).toEqual(["ringtone", "ringtone", "ringtone"]);
  await clock.pass(10_000);
  expect(heard.stopped).toHaveLength(3);
  await phone.devices.test("ringer");
  await clock.pass(2_999);
  expect(heard.stopped).toHaveLength(4);
  await clock.pass(1);
  expect(heard.stopped.slice(3)).toEqual(["voice", "ringtone"]);
});

test("test sounds play on the chosen devices, and the microphone's level is measured until stopped", async () => {
  const bench = await plugged();
  await bench.phone.devices.chooseRinger("spk1");
  await bench.phone.devices.test("ringer");
  await bench.phone.devices.test("output");
  expect(bench.speaker.played).toEqual(["ringtone", "voice"]);
  const levels: number[] = [];
  bench.media.loudness = 0.4;
  const { stop } = await bench.phone.devices.watchInput((level) => levels.push(level));
  await bench.clock.pass(1_000);
  expect(levels).toHaveLength(10);
  stop();
  await bench.clock.pass(1_000);
  expect(levels).toHaveLength(10);
  expect([bench.media.open, bench.media.meters]).toEqual([0, 0]);
});

/** A phone with a chosen microphone that is gone, which the browser has not reported. */
async function goneUnnoticed(memory = new FakeMemory()): Promise<Bench> {
  const bench = await plugged(memory);
  await bench.phone.devices.chooseInput("mic2");
  bench.media.devices = all.filter(({ deviceId }) => deviceId !== "mic2");
  return bench;
}

const goneNotice = { role: "input", why: "gone", lost: "Webcam", now: "Default" };

test("a call goes out with another microphone when the chosen one is gone unnoticed, and the choice stays", async () => {
  const memory = new FakeMemory();
  const bench = await goneUnnoticed(memory);
  await bench.talk();
  expect(bench.state.kind).toBe("inCall");
  expect(bench.media.asked.at(-1)).toEqual({ audio: true });
  expect(bench.phone.devices.getState()).toMatchObject({ input: "default", notice: goneNotice });
  expect(memory.values.get("browser-phone.devices")).toContain("mic2");
  await bench.media.plug(all);
  expect(bench.phone.devices.getState()).toMatchObject({ input: "mic2", notice: null });
});

test("a call is answered with another microphone when the chosen one is gone unnoticed", async () => {
  const bench = await goneUnnoticed();
  const call = bench.network.device.ring({ ref: testUuid(900), name: "Alice", username: "alice" });
  bench.phone.answer();
  await settle();
  expect(call.log).toEqual(["accept"]);
});

test("a check opens another microphone when the chosen one is gone unnoticed", async () => {
  const bench = await goneUnnoticed();
  expect(await bench.phone.devices.requestAccess()).toBeNull();
  const again = await goneUnnoticed();
  const watch = await again.phone.devices.watchInput(() => {});
  expect(watch.problem).toBeNull();
  expect(again.phone.devices.getState().notice).toEqual(goneNotice);
  watch.stop();
  expect(again.media.open).toBe(0);
});

test("a chosen microphone that has a new id unnoticed is found by its name", async () => {
  const bench = await goneUnnoticed();
  bench.media.devices = [...bench.media.devices, mic("mic2-new", "Webcam")];
  await bench.talk();
  expect(bench.media.asked.at(-1)).toEqual({ audio: { deviceId: { exact: "mic2-new" } } });
});

test("the SDK gets another microphone when it asks for the default and the chosen one is gone unnoticed", async () => {
  const bench = await goneUnnoticed();
  await bench.talk();
  await bench.media.plug(all);
  bench.media.devices = all.filter(({ deviceId }) => deviceId !== "mic2");
  const asked = { audio: { deviceId: { exact: "default" } } };
  await bench.network.device.setup.getUserMedia(asked);
  expect(bench.media.asked.at(-1)).toEqual(asked);
});

test("a computer without any microphone still says so", async () => {
  const bench = await goneUnnoticed();
  bench.media.devices = [];
  bench.media.refusal = "NotFoundError";
  expect(await bench.phone.devices.requestAccess()).toEqual(makeProblem("mic_missing"));
});

test("a check that cannot measure the microphone says so, and releases it", async () => {
  const bench = await plugged();
  bench.media.unmeasurable = true;
  const watch = await bench.phone.devices.watchInput(() => {});
  expect(watch.problem).toEqual(makeProblem("mic_unmeasured"));
  expect(bench.media.open).toBe(0);
});
