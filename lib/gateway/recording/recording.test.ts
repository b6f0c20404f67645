import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { FRAME_MS, FRAME_SAMPLES, SILENCE } from "../audio/frame";
import { every } from "../base/clock";
import { mustBegin, RecordingRig, writeTone } from "../testing/recordings";
import { toneFrame, toneSamples } from "../testing/sound";

let rig: RecordingRig;

beforeEach(() => {
  rig = new RecordingRig();
});
afterEach(() => rig.close());

/** So many samples in which nothing is heard. */
const silent = (frames: number) => new Array<number>(frames * FRAME_SAMPLES).fill(0);

test("what is written is in the file to the sample, after seconds of sound and a part of one", async () => {
  const store = await rig.open();
  const recording = mustBegin(store);
  writeTone(recording, 0, 1_013);
  const stopped = recording.stop();
  expect(stopped).toMatchObject({ status: "processing", durationSeconds: 20.26 });
  expect(await recording.ended).toEqual({ ...stopped, status: "completed" });
  expect(rig.wav(recording.sid)).toEqual({
    channels: 1,
    sampleRate: 8_000,
    bits: 16,
    samples: [toneSamples(0, 1_013)],
  });
});

test("two channels stay apart, and the second is silent where it has no frame", async () => {
  const store = await rig.open();
  const recording = mustBegin(store, { channels: 2, source: "DialVerb" });
  for (let index = 0; index < 60; index += 1) recording.write(toneFrame(index), toneFrame(index, 1_000));
  recording.write(toneFrame(60));
  recording.stop();
  expect(await recording.ended).toMatchObject({ durationSeconds: 1.22, channels: 2 });
  expect(rig.wav(recording.sid).samples).toEqual([
    toneSamples(0, 61),
    [...toneSamples(0, 60, 1_000), ...silent(1)],
  ]);
});

describe("a pause", () => {
  test("that skips leaves out what is said in it", async () => {
    const recording = mustBegin(await rig.open());
    writeTone(recording, 0, 30);
    recording.pause("skip");
    expect(recording.facts()).toMatchObject({ status: "paused", durationSeconds: 0.6 });
    writeTone(recording, 30, 70);
    recording.resume();
    expect(recording.facts().status).toBe("in-progress");
    writeTone(recording, 70, 80);
    recording.stop();
    expect(await recording.ended).toMatchObject({ durationSeconds: 0.8 });
    expect(rig.wav(recording.sid).samples).toEqual([[...toneSamples(0, 30), ...toneSamples(70, 80)]]);
  });

  test("of silence takes its time in the recording", async () => {
    const recording = mustBegin(await rig.open());
    writeTone(recording, 0, 30);
    recording.pause("silence");
    writeTone(recording, 30, 70);
    recording.resume();
    writeTone(recording, 70, 80);
    recording.stop();
    await recording.ended;
    expect(rig.wav(recording.sid).samples).toEqual([
      [...toneSamples(0, 30), ...silent(40), ...toneSamples(70, 80)],
    ]);
  });
});

describe("with trim-silence", () => {
  test("silence at both ends is cut off, and silence in the middle stays", async () => {
    const recording = mustBegin(await rig.open(), { trim: "trim-silence" });
    const noise = Int16Array.from({ length: FRAME_SAMPLES }, (_, index) => (index % 2 ? 90 : -90));
    for (let index = 0; index < 120; index += 1) recording.write(index % 2 ? SILENCE : noise);
    writeTone(recording, 0, 40);
    for (let index = 0; index < 70; index += 1) recording.write(SILENCE);
    writeTone(recording, 40, 50);
    for (let index = 0; index < 200; index += 1) recording.write(noise);
    expect(recording.stop().durationSeconds).toBe(2.4);
    expect(await recording.ended).toMatchObject({ status: "completed", durationSeconds: 2.4 });
    expect(rig.wav(recording.sid).samples).toEqual([
      [...toneSamples(0, 40), ...silent(70), ...toneSamples(40, 50)],
    ]);
  });

  test("one of two channels is enough to be heard", async () => {
    const recording = mustBegin(await rig.open(), { trim: "trim-silence", channels: 2 });
    recording.write(SILENCE, SILENCE);
    recording.write(SILENCE, toneFrame(0));
    recording.write(SILENCE, SILENCE);
    recording.stop();
    await recording.ended;
    expect(rig.wav(recording.sid).samples).toEqual([silent(1), toneSamples(0, 1)]);
  });

  test("a recording of nothing but silence is absent, and has no file", async () => {
    const store = await rig.open();
    const recording = mustBegin(store, { trim: "trim-silence" });
    for (let index = 0; index < 200; index += 1) recording.write(SILENCE);
    recording.stop();
    expect(await recording.ended).toMatchObject({ status: "absent", durationSeconds: 0 });
    expect(store.file(recording.sid)).toBeUndefined();
    expect(() => rig.wav(recording.sid)).toThrow("ENOENT");
  });
});

test("without trim-silence silence is kept", async () => {
  const recording = mustBegin(await rig.open());
  for (let index = 0; index < 3; index += 1) recording.write(SILENCE);
  recording.stop();
  await recording.ended;
  expect(rig.wav(recording.sid).samples).toEqual([silent(3)]);
});

test("frames of another length count as 20 ms", async () => {
  const recording = mustBegin(await rig.open());
  for (let index = 0; index < 25; index += 1)
    recording.write(new Int16Array(index % 2 ? 100 : 400).fill(1_000));
  recording.stop();
  expect(await recording.ended).toMatchObject({ status: "completed", durationSeconds: 0.5 });
  expect(rig.wav(recording.sid).samples[0]?.slice(158, 262)).toEqual([...new Array(102).fill(1_000), 0, 0]);
});

test("after the end nothing changes the recording", async () => {
  const recording = mustBegin(await rig.open());
  writeTone(recording, 0, 10);
  recording.stop();
  writeTone(recording, 10, 20);
  recording.pause("skip");
  recording.resume();
  expect(recording.stop()).toMatchObject({ status: "processing", durationSeconds: 0.2 });
  const last = await recording.ended;
  expect(recording.stop()).toEqual(last);
  expect(rig.wav(recording.sid).samples).toEqual([toneSamples(0, 10)]);
});

test("ten minutes by the clock are ten minutes in the file, to 50 ms", async () => {
  const recording = mustBegin(await rig.open());
  const began = rig.clock.now();
  const cancel = every(rig.clock, FRAME_MS, () => recording.write(toneFrame(0)));
  for (let minute = 1; minute <= 10; minute += 1) {
    await rig.clock.advance(60_000);
    // The clock is far quicker than the disk, which would count as one that does not keep up.
    await vi.waitFor(() => expect(rig.bytes(recording.sid)).toBeGreaterThan((minute * 60 - 2) * 16_000));
  }
  cancel();
  recording.stop();
  await recording.ended;
  const clockSeconds = (rig.clock.now() - began) / 1_000;
  const fileSeconds = (rig.wav(recording.sid).samples[0]?.length ?? 0) / 8_000;
  expect(Math.abs(fileSeconds - clockSeconds)).toBeLessThan(0.05);
  expect(recording.facts().durationSeconds).toBe(fileSeconds);
});
