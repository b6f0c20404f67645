import { readFile } from "node:fs/promises";
import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { energy, levelAt, loudestFrequency } from "../testing/measure";
import { isMp3, readMp3 } from "./mp3";
import { SoundError } from "./sounds";
import { toSound } from "./to-sound";

/** A second of 440 Hz at half of full scale: mono, 44.1 kHz, 32 kbit/s, made with LAME 3.100. */
const file = await readFile(new URL("../testing/tone-440.mp3", import.meta.url));
const load = (bytes: Buffer) => toSound(readMp3(bytes), 100_000);

test("a tone of 440 Hz is heard as 440 Hz, at its level and length", async () => {
  const sound = await load(file);
  expect(Math.abs((loudestFrequency(sound) ?? 0) - 440)).toBeLessThan(1);
  expect(levelAt(sound.subarray(800, 7_200), 440)).toBeCloseTo(0.5, 1);
  // An encoder adds a little silence at the beginning and the end.
  expect(sound.length).toBeGreaterThan(7_900);
  expect(sound.length).toBeLessThan(8_800);
});

test("the size of the parts in which the decoder gets a file makes no difference", async () => {
  const twice = Buffer.concat([file, file, file, file]);
  const sound = await load(twice);
  expect(sound.length).toBeGreaterThan(4 * 7_900);
  for (let at = 1_600; at < 30_000; at += 4_000)
    expect(levelAt(sound.subarray(at, at + 800), 440)).toBeGreaterThan(0.3);
});

test("the beginning of a file tells whether it is an MP3", () => {
  expect(isMp3(file)).toBe(true);
  expect(isMp3(Buffer.from("ID3\u0004"))).toBe(true);
  expect(isMp3(Buffer.from("RIFF"))).toBe(false);
  expect(isMp3(Buffer.from("<?xml version='1.0'?>"))).toBe(false);
  expect(isMp3(Buffer.of(0xff, 0xfe, 0x41, 0x00))).toBe(false);
  expect(isMp3(Buffer.alloc(0))).toBe(false);
});

test("what has no frame of MPEG audio is refused with Twilio's code", async () => {
  for (const bytes of [Buffer.alloc(0), Buffer.alloc(5_000), Buffer.from("<Response/>".repeat(1_000))]) {
    const error = await load(bytes).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(SoundError);
    expect((error as SoundError).code).toBe(12_300);
  }
});

test("a damaged file gives the sound of the rest", async () => {
  const damaged = Buffer.from(file);
  damaged.fill(0, 1_500, 1_700);
  const sound = await load(damaged);
  expect(energy(sound.subarray(-3_000, -1_000))).toBeGreaterThan(0.3);
});

test("whatever the bytes are, there is a sound or a SoundError", async () => {
  // The decoder reports damage on the console.
  const complaints = vi.spyOn(console, "error").mockImplementation(() => {});
  const damage = fc.array(fc.tuple(fc.nat(file.length - 1), fc.nat(255)), { maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(damage, fc.nat(file.length), fc.nat(file.length), async (changes, from, length) => {
      const bytes = Buffer.from(file);
      for (const [at, byte] of changes) bytes[at] = byte;
      const outcome = await load(bytes.subarray(from, from + length)).catch((error: unknown) => error);
      expect(outcome instanceof Int16Array || outcome instanceof SoundError).toBe(true);
    }),
  );
  complaints.mockRestore();
});
