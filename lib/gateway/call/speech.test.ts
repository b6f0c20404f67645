import { getEventListeners } from "node:events";
import { expect, test } from "vitest";
import { FakeClock } from "../testing/clock";
import { FakeVoice } from "../testing/fake-voice";
import { loudestFrequency } from "../testing/measure";
import { FakeSounds, sine, TEST_HZ } from "../testing/sounds";
import type { PromptVerb } from "../twiml/verbs";
import { hear, pause, prompt, repeated } from "./speech";

const SAY: PromptVerb = { verb: "Say", text: "x", language: "en-US", voice: undefined, loop: 1 };
const keys = (digits: string): PromptVerb => ({ verb: "Play", what: { kind: "digits", digits }, loop: 1 });

test("a sound is heard to its end, and nothing after it", async () => {
  const [voice, { signal }] = [new FakeVoice(), new AbortController()];
  let over = false;
  void hear(voice, sine(440, 0.2), 2, signal).then(() => (over = true));
  await voice.tick(19);
  expect(over).toBe(false);
  expect(loudestFrequency(voice.heard)).toBeGreaterThan(400);
  await voice.tick(1);
  expect(over).toBe(true);
  expect(voice.output).toBeUndefined();
});

test("an abort ends it at once, also when it would be repeated for ever", async () => {
  const [voice, controller] = [new FakeVoice(), new AbortController()];
  const hearing = hear(voice, sine(440, 0.2), 0, controller.signal);
  await voice.tick(200);
  controller.abort();
  await hearing;
  expect(voice.output).toBeUndefined();
  await hear(voice, sine(440, 0.2), 1, controller.signal);
  expect(voice.output).toBeUndefined();
});

test("what somebody else has given to hear meanwhile is not taken away", async () => {
  const [voice, controller] = [new FakeVoice(), new AbortController()];
  const hearing = hear(voice, sine(440, 1), 1, controller.signal);
  const other = repeated(sine(900, 1));
  voice.output = other;
  controller.abort();
  await hearing;
  expect(voice.output).toBe(other);
});

test("a thousand sounds and pauses leave no listener with the signal, and no timer", async () => {
  const [voice, { signal }, clock] = [new FakeVoice(), new AbortController(), new FakeClock()];
  const sound = sine(440, 0.02);
  for (let n = 0; n < 1_000; n += 1) {
    const hearing = hear(voice, sound, 1, signal);
    await voice.tick(1);
    await hearing;
    const pausing = pause(clock, 1, signal);
    await clock.advance(1_000);
    await pausing;
  }
  expect(getEventListeners(signal, "abort")).toHaveLength(0);
  expect(clock.pending).toBe(0);
});

test("prompts are heard in turn, and an abort ends all of them", async () => {
  const [voice, clock, controller] = [new FakeVoice(), new FakeClock(), new AbortController()];
  const verbs: PromptVerb[] = [SAY, { verb: "Pause", length: 1 }, keys("1234567890"), SAY];
  const prompting = prompt({ sounds: new FakeSounds(), clock }, voice, verbs, controller.signal, () => {});
  await voice.tick(10);
  expect(loudestFrequency(voice.heard)).toBeCloseTo(TEST_HZ.say, -2);
  await voice.tick(45);
  expect(voice.output).toBeUndefined();
  await clock.advance(1_000);
  await voice.tick(10);
  expect(loudestFrequency(voice.heard)).toBeCloseTo(TEST_HZ.keys, -2);
  controller.abort();
  await prompting;
  expect(voice.output).toBeUndefined();
  expect(clock.pending).toBe(0);
});
