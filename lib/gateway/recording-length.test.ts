import { afterEach, beforeEach, expect, test } from "vitest";
import { Ticker } from "./media/ticker";
import type { RecordingRequest } from "./recording/facts";
import type { Recording } from "./recording/recording";
import { mustBegin, RecordingRig } from "./testing/recordings";
import { soak } from "./testing/soak";
import { toneFrame } from "./testing/sound";
import { StallingClock } from "./testing/stalling-clock";

let rig: RecordingRig;
let clock: StallingClock;
let ticker: Ticker;

beforeEach(() => {
  rig = new RecordingRig();
  clock = new StallingClock();
  ticker = new Ticker(clock);
});
afterEach(async () => {
  ticker.close();
  await rig.close();
});

/** A recording into which a tone is written in each tick. */
async function recorded(changes: Partial<RecordingRequest> = {}): Promise<Recording> {
  const recording = mustBegin(await rig.open({ clock }), changes);
  let tick = 0;
  ticker.onTick(() => {
    tick += 1;
    recording.write(toneFrame(tick), toneFrame(tick));
  });
  return recording;
}

/** Time passes, and each timer fires up to 7 ms late. */
function run(ms: number): void {
  for (const end = clock.time + ms; clock.time < end; ) {
    clock.time = Math.max(clock.time, clock.timers[0]?.at ?? 0) + (clock.time % 7);
    clock.fire();
  }
}

function stall(ms: number): void {
  clock.time += ms;
  clock.fire();
}

/** Waits until the disk is at most about 16 s behind with a recording of that length. */
async function written(recording: Recording, ms: number): Promise<void> {
  const bytes = (ms - 16_000) * 16;
  await expect.poll(() => rig.bytes(recording.sid), { timeout: 25_000 }).toBeGreaterThanOrEqual(bytes);
}

async function milliseconds(recording: Recording): Promise<number> {
  recording.stop();
  await recording.ended;
  return (rig.wav(recording.sid).samples[0] ?? []).length / 8;
}

test("a recording is as long as the clock says when the process stood still for 3 s, and those are silent", async () => {
  const recording = await recorded();
  const begun = clock.time;
  run(2_000);
  stall(3_000);
  run(2_000);
  const elapsed = clock.time - begun;
  expect(Math.abs((await milliseconds(recording)) - elapsed)).toBeLessThanOrEqual(20);
  const [sound = []] = rig.wav(recording.sid).samples;
  const loudAt = (ms: number) => sound.slice(ms * 8, ms * 8 + 160).some((sample) => Math.abs(sample) > 1_000);
  expect([1_900, 2_300, 3_000, 4_200, 4_700, 6_000].map(loudAt)).toEqual([
    true,
    false,
    false,
    false,
    true,
    true,
  ]);
});

test("many stalls of many lengths do not add up to an error", async () => {
  const recording = await recorded();
  const begun = clock.time;
  for (let turn = 0; turn < soak(100, 2_000); turn += 1) {
    run(200 + (turn % 13));
    stall((turn * 37) % 2_500);
    // This clock is faster than a disk, and one that is 1 MiB behind counts as failed.
    if (turn % 10 === 0) await written(recording, clock.time - begun);
  }
  const elapsed = clock.time - begun;
  expect(Math.abs((await milliseconds(recording)) - elapsed)).toBeLessThanOrEqual(50);
});

test("a machine that slept for hours puts a few seconds of silence into it, and the recording goes on", async () => {
  const recording = await recorded({ channels: 2 });
  run(1_000);
  stall(8 * 3_600_000);
  run(1_000);
  expect(Math.abs((await milliseconds(recording)) - 17_500)).toBeLessThanOrEqual(50);
  expect(rig.lines).toEqual([]);
});

test("a pause that leaves its time out leaves a stall out too", async () => {
  const recording = await recorded();
  run(1_000);
  recording.pause("skip");
  stall(3_000);
  recording.resume();
  expect(await milliseconds(recording)).toBeLessThanOrEqual(1_040);
});
