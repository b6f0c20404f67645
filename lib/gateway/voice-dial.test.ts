import { afterEach, expect, test } from "vitest";
import type { GatewayConfig } from "./config";
import { levelAt } from "./testing/measure";
import { sine } from "./testing/sounds";
import type { VoiceCall } from "./testing/voice-client";
import { AUDIBLE, until } from "./testing/voice-media";
import { VoiceStack } from "./testing/voice-stack";
import { wavFile } from "./testing/wav-file";
import { openMedia } from "./testing/wire";

/** Each person speaks a tone of their own. */
const HZ = { alice: 500, bob: 900, carol: 1_300 } as const;
type Who = keyof typeof HZ;

let stack: VoiceStack;

afterEach(async () => {
  await stack.close();
});

async function people<T extends readonly Who[]>(changes: Partial<GatewayConfig>, ...who: T) {
  stack = await VoiceStack.open(changes);
  return Promise.all(who.map((one) => stack.client(one, HZ[one])));
}

/** Waits until each hears the other, and checks that neither hears themselves. */
async function converse(a: VoiceCall, b: VoiceCall, aHz: number, bHz: number): Promise<void> {
  await Promise.all([a.media.hears(bHz), b.media.hears(aHz)]);
  expect(a.media.level(aHz)).toBeLessThan(AUDIBLE / 4);
  expect(b.media.level(bHz)).toBeLessThan(AUDIBLE / 4);
}

test("a Dial lets ringing be heard, connects both, and a second Dial connects another", async () => {
  const [alice, bob, carol] = await people({}, "alice", "bob", "carol");
  if (!alice || !bob || !carol) throw new Error("nobody");
  stack.answers.set("/voice", `<Dial action="/next"><Client>bob</Client></Dial>`);
  stack.answers.set("/next", `<Dial><Client>carol</Client></Dial>`);
  const rings = bob.rings();
  const call = await alice.call();
  const pickUp = await rings;
  // The ringing tone of North America.
  await call.media.hears([440, 480]);
  const first = await pickUp();
  await converse(call, first, HZ.alice, HZ.bob);
  expect(call.media.level(480)).toBeLessThan(AUDIBLE / 4);
  const second = carol.answers();
  bob.hangUp(first);
  await converse(call, await second, HZ.alice, HZ.carol);
  expect(call.media.level(HZ.bob)).toBeLessThan(AUDIBLE / 4);
  const [next] = await stack.at("/next");
  expect(next).toMatchObject({ DialCallStatus: "completed", DialBridged: "true", CallStatus: "in-progress" });
});

test("answerOnBridge with a media plan of `ended` connects both through the gateway's own ends", async () => {
  const [alice, bob] = await people({ mediaPlan: "ended" }, "alice", "bob");
  if (!alice || !bob) throw new Error("nobody");
  stack.answers.set("/voice", `<Dial answerOnBridge="true"><Client>bob</Client></Dial>`);
  const answered = bob.answers();
  const call = await alice.call();
  await converse(call, await answered, HZ.alice, HZ.bob);
  await stack.logged("is answered by the gateway itself");
});

test("answerOnBridge with a media plan of `auto` connects both from browser to browser", async () => {
  const [alice, bob] = await people({ mediaPlan: "auto" }, "alice", "bob");
  if (!alice || !bob) throw new Error("nobody");
  stack.answers.set("/voice", `<Dial answerOnBridge="true"><Client>bob</Client></Dial>`);
  const answered = bob.answers();
  const call = await alice.call();
  await converse(call, await answered, HZ.alice, HZ.bob);
  expect(stack.lines.join()).not.toContain("is answered by the gateway itself");
});

test("a whisper is heard by the callee alone, from its first word on, however long the phone rang", async () => {
  const [alice, bob] = await people({}, "alice", "bob");
  if (!alice || !bob) throw new Error("nobody");
  stack.answers.set("/voice", `<Dial><Client url="/whisper">bob</Client></Dial>`);
  stack.answers.set("/whisper", "<Play>/whisper.wav</Play>");
  stack.answers.set("/whisper.wav", wavFile(sine(1_700, 1)));
  const rings = bob.rings();
  const call = await alice.call();
  const pickUp = await rings;
  // Longer than the gateway waits for the media of a device that has answered.
  await new Promise((resolve) => setTimeout(resolve, 5_500));
  const other = await pickUp();
  let overheard = 0;
  call.media.onFrame = () => {
    overheard = Math.max(overheard, call.media.level(1_700));
  };
  await other.media.hears(1_700);
  expect(other.media.level(HZ.alice)).toBeLessThan(AUDIBLE);
  await converse(call, other, HZ.alice, HZ.bob);
  const whispered = other.media.frames.filter((frame) => levelAt(frame, 1_700) > 0.2);
  expect(whispered.length).toBeGreaterThan(45);
  expect(overheard).toBeLessThan(AUDIBLE);
  expect(stack.webhooks.filter(({ path }) => path === "/whisper")).toMatchObject([
    { params: { Direction: "outbound-dial", CallStatus: "in-progress" } },
  ]);
});

test("a recorded Dial has the caller in the first channel and the callee in the second", async () => {
  const [alice, bob] = await people({}, "alice", "bob");
  if (!alice || !bob) throw new Error("nobody");
  stack.answers.set(
    "/voice",
    `<Dial record="record-from-answer-dual" action="/next" recordingStatusCallback="/recording"><Client>bob</Client></Dial>`,
  );
  const answered = bob.answers();
  const call = await alice.call();
  const other = await answered;
  await converse(call, other, HZ.alice, HZ.bob);
  const from = call.media.frames.length;
  await until(() => call.media.frames.length > from + 75, 10);
  bob.hangUp(other);
  const [report] = await stack.at("/recording");
  expect(report).toMatchObject({
    RecordingStatus: "completed",
    RecordingSource: "DialVerb",
    RecordingChannels: "2",
  });
  const [next] = await stack.at("/next");
  expect(next).toMatchObject({ RecordingSid: report?.RecordingSid });
  const [left = [], right = []] = stack.wav(report?.RecordingSid ?? "").samples;
  const end = (channel: number[]) => channel.slice(-8_000);
  expect(levelAt(end(left), HZ.alice)).toBeGreaterThan(0.2);
  expect(levelAt(end(left), HZ.bob)).toBeLessThan(0.01);
  expect(levelAt(end(right), HZ.bob)).toBeGreaterThan(0.2);
  expect(levelAt(end(right), HZ.alice)).toBeLessThan(0.01);
});

test("the caller's star key ends a Dial with hangupOnStar, and the call goes on", async () => {
  const [alice, bob] = await people({}, "alice", "bob");
  if (!alice || !bob) throw new Error("nobody");
  stack.answers.set(
    "/voice",
    `<Dial hangupOnStar="true"><Client>bob</Client></Dial><Play digits="5555555"/>`,
  );
  const answered = bob.answers();
  const call = await alice.call();
  const other = await answered;
  await converse(call, other, HZ.alice, HZ.bob);
  // The callee's star does nothing.
  await other.media.press("*");
  await call.media.press("1");
  await converse(call, other, HZ.alice, HZ.bob);
  const hungUp = bob.device.next("hangup");
  await call.media.press("*");
  await hungUp;
  await call.media.hears([770, 1_336]);
});

test("clients in turn: the second rings when the first has declined, and is connected", async () => {
  const [alice, bob, carol] = await people({}, "alice", "bob", "carol");
  if (!alice || !bob || !carol) throw new Error("nobody");
  stack.answers.set("/voice", `<Dial sequential="true"><Client>bob</Client><Client>carol</Client></Dial>`);
  const invited = bob.device.next("invite");
  const answered = carol.answers();
  const calling = alice.call();
  bob.device.send("reject", { callsid: (await invited).callsid });
  const call = await calling;
  await converse(call, await answered, HZ.alice, HZ.carol);
});

test("a bad line acts on calls that end at the gateway too: what is said comes late, and much is lost", async () => {
  const [alice, bob] = await people({ mediaPlan: "ended", controlSecret: "secret" }, "alice", "bob");
  if (!alice || !bob) throw new Error("nobody");
  stack.answers.set("/voice", `<Dial answerOnBridge="true"><Client>bob</Client></Dial>`);
  const answered = bob.answers();
  const call = await alice.call();
  const other = await answered;
  await converse(call, other, HZ.alice, HZ.bob);
  await stack.network({ delayMs: 150, jitterMs: 40, lossPercent: 10 });
  // One in ten packets to each browser is lost.
  const [count, begun] = [call.media.frames.length, performance.now()];
  await until(() => performance.now() - begun > 4_000, 10);
  const share = (call.media.frames.length - count) / ((performance.now() - begun) / 20);
  expect(share).toBeGreaterThan(0.75);
  expect(share).toBeLessThan(0.97);
  // From the beginning of a tone to its arrival: two lines of 150 to 190 ms, and what is held back.
  const told = performance.now();
  call.media.hertz = 2_100;
  let arrived = 0;
  other.media.onFrame = (frame) => {
    if (arrived === 0 && levelAt(frame, 2_100) > AUDIBLE) arrived = performance.now();
  };
  await other.media.hears(2_100, 20);
  expect(arrived - told).toBeGreaterThan(300);
  expect(arrived - told).toBeLessThan(1_500);
});

test("an ICE restart of a call that ends at the gateway keeps the sound in both directions", async () => {
  const [alice, bob] = await people({ mediaPlan: "ended" }, "alice", "bob");
  if (!alice || !bob) throw new Error("nobody");
  stack.answers.set("/voice", `<Dial answerOnBridge="true"><Client>bob</Client></Dial>`);
  const answered = bob.answers();
  const call = await alice.call();
  const other = await answered;
  await converse(call, other, HZ.alice, HZ.bob);
  const answer = await alice.restartIce(call);
  // Nothing has changed until the browser uses the new credentials, here from another port.
  other.media.hertz = 2_300;
  await call.media.hears(2_300);
  const path = await openMedia(answer);
  const heard = () => path.received.filter((packet) => packet[0] === 0x80 && packet.length === 182);
  await until(() => heard().length > 10, 5);
  call.media.hertz = 1_900;
  await other.media.hears(1_900);
  path.close();
});
