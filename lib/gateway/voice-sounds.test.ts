import { afterEach, beforeEach, expect, test } from "vitest";
import { energy, levelAt, loudestFrequency } from "./testing/measure";
import { sine } from "./testing/sounds";
import { AUDIBLE, until } from "./testing/voice-media";
import { VoiceStack } from "./testing/voice-stack";
import { wavFile } from "./testing/wav-file";

let stack: VoiceStack;

beforeEach(async () => {
  stack = await VoiceStack.open();
});

afterEach(async () => {
  await stack.close();
});

test("a file of 440 Hz is heard as 440 Hz from its beginning to its end, and the call ends", async () => {
  stack.answers.set("/voice", "<Play>/tone.wav</Play>");
  stack.answers.set("/tone.wav", wavFile(sine(440, 1)));
  const alice = await stack.client("alice");
  const { media } = await alice.call();
  await alice.device.next("hangup");
  const loud = media.frames.filter((frame) => energy(frame) > 0.1);
  // The whole second, but for what the machine lost.
  expect(loud.length).toBeGreaterThanOrEqual(40);
  expect(loud.length).toBeLessThanOrEqual(51);
  const heard = Int16Array.from(loud.flatMap((frame) => [...frame]));
  expect(loudestFrequency(heard)).toBeGreaterThan(435);
  expect(loudestFrequency(heard)).toBeLessThan(445);
});

test("Say is heard, and what follows it too", async () => {
  stack.answers.set("/voice", `<Say>Hello to everybody</Say><Play digits="55555"/>`);
  const alice = await stack.client("alice");
  const { media } = await alice.call();
  await until(() => energy(media.last(0.3)) > 0.02, 10);
  await media.hears([770, 1_336]);
});

test("Record gives back the tone that was spoken, as long as it was, and a key ends it", async () => {
  stack.answers.set(
    "/voice",
    `<Record action="/kept" timeout="3" playBeep="false" recordingStatusCallback="/recording"/>`,
  );
  const alice = await stack.client("alice", 620);
  const { media } = await alice.call();
  await stack.logged("is recorded as RE");
  const begun = media.frames.length;
  await until(() => media.frames.length - begun >= 100, 10);
  await media.press("5");
  const [kept] = await stack.at("/kept");
  expect(kept).toMatchObject({ Digits: "5", RecordingSid: expect.stringMatching(/^RE/) });
  const [reported, ...more] = await stack.at("/recording");
  expect(more).toEqual([]);
  expect(reported).toMatchObject({ RecordingStatus: "completed", RecordingSid: kept?.RecordingSid });
  const { channels, samples } = stack.wav(kept?.RecordingSid ?? "");
  expect(channels).toBe(1);
  const [sound = []] = samples;
  expect(sound.length / 8_000).toBeGreaterThan(1.8);
  expect(sound.length / 8_000).toBeLessThan(3);
  expect(Number(kept?.RecordingDuration)).toBe(Math.round(sound.length / 8_000));
  expect(levelAt(sound.slice(0, 8_000), 620)).toBeGreaterThan(0.1);
});

test("Record of silence is not reported to its action, and the next verb runs", async () => {
  stack.answers.set("/voice", `<Record action="/kept" timeout="1" playBeep="false"/><Play digits="55555"/>`);
  const alice = await stack.client("alice");
  const { media } = await alice.call();
  await media.hears([770, 1_336]);
  expect(stack.webhooks.map(({ path }) => path)).not.toContain("/kept");
});

test("Gather gets the keys that the device sends as events, and the first breaks off its prompt", async () => {
  stack.answers.set(
    "/voice",
    `<Gather numDigits="3" action="/keys" timeout="10"><Play loop="0">/tone.wav</Play></Gather>`,
  );
  stack.answers.set("/tone.wav", wavFile(sine(440, 1)));
  stack.answers.set("/keys", `<Play digits="55555555"/>`);
  const alice = await stack.client("alice");
  const { media } = await alice.call();
  await media.hears(440);
  await media.press("4");
  await until(() => media.level(440) < AUDIBLE, 5);
  await media.press("4");
  await media.press("#");
  const [keys] = await stack.at("/keys");
  expect(keys).toMatchObject({ Digits: "44", FinishedOnKey: "#" });
});

test("Start records both sides of what follows, and Stop ends it", async () => {
  stack.answers.set("/tone.wav", wavFile(sine(440, 2)));
  stack.answers.set(
    "/voice",
    `<Start><Recording channels="dual" recordingStatusCallback="/recording" recordingStatusCallbackEvent="in-progress completed"/></Start>
    <Play>/tone.wav</Play><Stop><Recording/></Stop><Pause length="1"/>`,
  );
  const alice = await stack.client("alice", 900);
  await alice.call();
  const reports = await stack.at("/recording", 2);
  expect(reports.map(({ RecordingStatus }) => RecordingStatus).sort()).toEqual(["completed", "in-progress"]);
  expect(reports[0]).toMatchObject({
    RecordingSource: "StartCallRecordingTwiML",
    RecordingChannels: "2",
    RecordingTrack: "both",
  });
  const { samples } = stack.wav(reports[0]?.RecordingSid ?? "");
  const [said = [], heard = []] = samples;
  expect(said.length / 8_000).toBeGreaterThan(1.9);
  const middle = (channel: number[]) => channel.slice(6_000, 14_000);
  expect(levelAt(middle(said), 900)).toBeGreaterThan(0.2);
  expect(levelAt(middle(said), 440)).toBeLessThan(0.01);
  expect(levelAt(middle(heard), 440)).toBeGreaterThan(0.2);
  expect(levelAt(middle(heard), 900)).toBeLessThan(0.01);
});
