import { getEventListeners } from "node:events";
import { beforeEach, expect, test } from "vitest";
import { FakeClock, settle } from "../testing/clock";
import { FakeVoice } from "../testing/fake-voice";
import { FakeSounds } from "../testing/sounds";
import type { GatherOutcome } from "../twiml/outcome";
import type { GatherVerb } from "../twiml/verbs";
import { gather } from "./gather";

let voice: FakeVoice;
let clock: FakeClock;
let controller: AbortController;

beforeEach(() => {
  voice = new FakeVoice();
  clock = new FakeClock();
  controller = new AbortController();
});

/** Begins a `<Gather>`; what is returned gives its outcome so far. */
async function begin(changes: Partial<GatherVerb> = {}): Promise<() => GatherOutcome | undefined> {
  const verb: GatherVerb = {
    verb: "Gather",
    action: undefined,
    timeout: 5,
    numDigits: undefined,
    finishOnKey: "#",
    actionOnEmptyResult: false,
    digits: true,
    prompts: [],
    ...changes,
  };
  let outcome: GatherOutcome | undefined;
  const unexpected = (error: unknown) => expect(error).toBeUndefined();
  void gather({ sounds: new FakeSounds(), clock }, voice, verb, controller.signal, unexpected).then((one) => {
    outcome = one;
    expect(voice.watchers).toBe(0);
    expect(getEventListeners(controller.signal, "abort")).toHaveLength(0);
  });
  await settle();
  return () => outcome;
}

async function press(keys: string): Promise<void> {
  for (const key of keys) {
    voice.press(key);
    await settle();
  }
}

test("as many keys as asked for end it", async () => {
  const outcome = await begin({ numDigits: 3 });
  await press("1*");
  expect(outcome()).toBeUndefined();
  await press("3");
  expect(outcome()).toEqual({ digits: "1*3", finishedOnKey: "" });
  expect(clock.pending).toBe(0);
});

test("keys that come in one tick all count, and those after the last one do not", async () => {
  const outcome = await begin({ numDigits: 3 });
  voice.press("12345");
  await settle();
  expect(outcome()).toEqual({ digits: "123", finishedOnKey: "" });
});

test("the finishing key ends it and is not among the keys", async () => {
  const outcome = await begin();
  await press("12#");
  expect(outcome()).toEqual({ digits: "12", finishedOnKey: "#" });
});

test("without a finishing key every key counts", async () => {
  const outcome = await begin({ finishOnKey: "" });
  await press("1#2");
  await clock.advance(5_000);
  expect(outcome()).toEqual({ digits: "1#2", finishedOnKey: "" });
});

test("the timeout begins anew with each key", async () => {
  const outcome = await begin();
  await clock.advance(4_900);
  await press("1");
  await clock.advance(4_900);
  await press("2");
  await clock.advance(4_900);
  expect(outcome()).toBeUndefined();
  await clock.advance(200);
  expect(outcome()).toEqual({ digits: "12", finishedOnKey: "" });
  expect(clock.pending).toBe(0);
});

test("the timeout begins when the prompts have ended", async () => {
  const outcome = await begin({
    prompts: [{ verb: "Say", text: "x", language: "en", voice: undefined, loop: 10 }],
  });
  await clock.advance(60_000);
  expect(outcome()).toBeUndefined();
  await voice.tick(500);
  await clock.advance(4_900);
  expect(outcome()).toBeUndefined();
  await clock.advance(200);
  expect(outcome()).toEqual({ digits: "", finishedOnKey: "" });
});

test("the first key breaks off the prompts, and counts", async () => {
  const outcome = await begin({
    prompts: [{ verb: "Say", text: "x", language: "en", voice: undefined, loop: 0 }],
  });
  await voice.tick(10);
  expect(voice.output).toBeDefined();
  await press("7");
  expect(voice.output).toBeUndefined();
  await clock.advance(5_000);
  expect(outcome()).toEqual({ digits: "7", finishedOnKey: "" });
});

test("a Gather of speech alone is not broken off by keys, and has none", async () => {
  const outcome = await begin({
    digits: false,
    prompts: [{ verb: "Say", text: "x", language: "en", voice: undefined, loop: 1 }],
  });
  await voice.tick(10);
  await press("7#");
  expect(voice.output).toBeDefined();
  await voice.tick(45);
  await clock.advance(5_000);
  expect(outcome()).toEqual({ digits: "", finishedOnKey: "" });
});

test.each([0, 2])("what breaks off the call ends it with the keys so far (%i)", async (count) => {
  const outcome = await begin();
  await press("12".slice(0, count));
  controller.abort();
  await settle();
  expect(outcome()).toEqual({ digits: "12".slice(0, count), finishedOnKey: "" });
  expect(clock.pending).toBe(0);
});

test("a call that has ended before says nothing", async () => {
  controller.abort();
  const outcome = await begin({
    prompts: [{ verb: "Say", text: "x", language: "en", voice: undefined, loop: 1 }],
  });
  expect(outcome()).toEqual({ digits: "", finishedOnKey: "" });
  expect(voice.output).toBeUndefined();
});

test("a file that cannot be played is told, and the keys are waited for all the same", async () => {
  const verb = { kind: "file", target: { url: "http://app.test/none", method: "GET" } } as const;
  const prompts = [{ verb: "Play", what: verb, loop: 1 } as const];
  const failures: unknown[] = [];
  const gathering = gather(
    { sounds: new FakeSounds(), clock },
    voice,
    {
      verb: "Gather",
      action: undefined,
      timeout: 5,
      numDigits: undefined,
      finishOnKey: "#",
      actionOnEmptyResult: false,
      digits: true,
      prompts,
    },
    controller.signal,
    (error) => failures.push(error),
  );
  await clock.advance(5_000);
  expect(await gathering).toEqual({ digits: "", finishedOnKey: "" });
  expect(failures).toMatchObject([{ code: 11200 }]);
  expect(voice.watchers).toBe(0);
  expect(getEventListeners(controller.signal, "abort")).toHaveLength(0);
});
