import { afterEach, beforeEach, expect, test } from "vitest";
import { SILENCE } from "../audio/frame";
import { FakeClock } from "../testing/clock";
import { browserSdp } from "../testing/sdp";
import { toneFrame } from "../testing/sound";
import { mediaCertificate } from "./certificate";
import type { MediaLeg } from "./media-leg";
import { patch } from "./patch";
import { Relay } from "./relay";
import type { VoiceEnd } from "./voice-end";
import { Voices } from "./voices";

let clock: FakeClock;
let relay: Relay;
let voices: Voices;
let leg: MediaLeg;
let end: VoiceEnd;

beforeEach(async () => {
  clock = new FakeClock();
  relay = await Relay.open({ host: "127.0.0.1", clock, log: () => {} });
  voices = new Voices({ certificate: await mediaCertificate(), clock, log: () => {} });
  leg = relay.allocate("ashburn");
  end = voices.open(leg, "CA1");
});

afterEach(() => {
  end.close();
  end.close();
  expect(clock.pending).toBe(0);
  voices.close();
  relay.close();
});

/** A sound that counts how much of it was heard. */
function counted(voice: VoiceEnd): () => number {
  let reads = 0;
  voice.output = {
    read: () => {
      reads += 1;
      return toneFrame(reads);
    },
  };
  return () => reads;
}

test("nothing is said while the device rings, however long that takes", async () => {
  const reads = counted(end);
  end.offer();
  await clock.advance(60_000);
  expect(reads()).toBe(0);
  expect(end.heard).toBe(SILENCE);
});

test("a browser whose media does not come is spoken to five seconds after its answer, and not before", async () => {
  const reads = counted(end);
  end.offer();
  await clock.advance(60_000);
  end.accept(browserSdp("active"));
  await clock.advance(4_990);
  expect(reads()).toBe(0);
  await clock.advance(1_010);
  expect(reads()).toBeGreaterThan(40);
  expect(end.heard).toEqual(toneFrame(reads()));
  // There are no keys, so nothing was sent.
  expect(end.figures).toEqual({ received: 0, lost: 0, jitterMs: 0, sent: 0 });
});

test("a description that cannot be used throws, and the end can be closed", () => {
  expect(() => end.answer(browserSdp("actpass").replace(" 111 0 110", " 111 110"))).toThrow("no PCMU");
  expect(() => end.accept(browserSdp("passive"))).toThrow("would not open DTLS");
  expect(() => end.accept("")).toThrow(Error);
});

test("two who are patched hear each other, and what they are given meanwhile is not taken away", () => {
  const other = voices.open(relay.allocate("ashburn"), "CA2");
  const cancel = patch(end, other);
  expect(end.output?.read()).toBe(other.mic);
  expect(other.output?.read()).toBe(end.mic);
  counted(end);
  cancel();
  cancel();
  expect(end.output).toBeDefined();
  expect(other.output).toBeUndefined();
  other.close();
});

test("keys and taps reach those who listen, until they cancel or the end is closed", async () => {
  const keys: string[] = [];
  let taps = 0;
  const cancelKeys = end.onDigit((key) => keys.push(key));
  const cancelTaps = end.tap(() => {
    taps += 1;
  });
  end.press("5");
  await clock.advance(100);
  expect([keys, taps]).toEqual([["5"], 5]);
  cancelKeys();
  cancelTaps();
  end.press("6");
  await clock.advance(100);
  expect([keys, taps]).toEqual([["5"], 5]);
  end.onDigit((key) => keys.push(key));
  end.tap(() => {
    taps += 1;
  });
  end.close();
  end.press("7");
  await clock.advance(100);
  expect([keys, taps]).toEqual([["5"], 5]);
  expect(leg.peer).toBeUndefined();
});

test("a frame that is too short is silence instead", async () => {
  end.accept(browserSdp("active"));
  end.output = { read: () => new Int16Array(10) };
  await clock.advance(6_000);
  expect(end.heard).toBe(SILENCE);
});
