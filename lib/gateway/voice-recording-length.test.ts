import { afterEach, beforeEach, expect, test } from "vitest";
import { isSilent } from "./recording/silence";
import { soak } from "./testing/soak";
import { VoiceStack } from "./testing/voice-stack";

let stack: VoiceStack;

beforeEach(async () => {
  stack = await VoiceStack.open();
});

afterEach(async () => {
  await stack.close();
});

/** Records what somebody says while something happens. `off`: how many ms the sound is longer than that took by the clock. */
async function record(during: () => Promise<void>): Promise<{ sound: number[]; off: number }> {
  stack.answers.set(
    "/voice",
    `<Record action="/kept" playBeep="false" trim="do-not-trim" maxLength="3600"/>`,
  );
  const alice = await stack.client("alice", 620);
  const { media } = await alice.call();
  const line = await stack.logged("is recorded as RE");
  const begun = stack.lineTimes[stack.lines.indexOf(line)] ?? Number.NaN;
  await during();
  // The first packet of the key ends the recording: it is on its way now, within this process and this machine.
  const ended = performance.now();
  await media.press("5");
  const [kept] = await stack.at("/kept");
  const [sound = []] = stack.wav(kept?.RecordingSid ?? "").samples;
  return { sound, off: sound.length / 8 - (ended - begun) };
}

const seconds = (count: number) => new Promise<void>((resolve) => setTimeout(resolve, count * 1_000));

test("the length of a recording is, to 50 ms, the time from its beginning to the key that ends it", async ({
  annotate,
}) => {
  const { sound, off } = await record(() => seconds(soak(5, 600)));
  await annotate(`${(sound.length / 8_000).toFixed(2)} s recorded, ${off.toFixed(1)} ms off the clock`);
  expect(Math.abs(off)).toBeLessThanOrEqual(50);
  // The length is that of sound, not of silence in its place. In the first second the line is still being opened.
  const frames = Array.from({ length: sound.length / 160 - 50 }, (_, n) =>
    Int16Array.from(sound.slice((n + 50) * 160, (n + 51) * 160)),
  );
  expect(frames.filter(isSilent).length).toBeLessThan(frames.length / 50);
}, 700_000);

test("it is so when the process stands still for 3 s in the middle", async ({ annotate }) => {
  const { off } = await record(async () => {
    await seconds(1);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 3_000);
    await seconds(1);
  });
  await annotate(`${off.toFixed(1)} ms off the clock`);
  expect(Math.abs(off)).toBeLessThanOrEqual(50);
});
