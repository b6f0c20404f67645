import { describe, expect, test } from "vitest";
import { levelAt } from "@/lib/gateway/testing/measure";
import { readWav, telephoneRate, toTelephoneRate, writeWav } from "./wav";

/** Samples of a sine. */
const sine = (hertz: number, rate: number, seconds: number) =>
  Int16Array.from({ length: rate * seconds }, (_, index) =>
    Math.round(8_000 * Math.sin((2 * Math.PI * hertz * index) / rate)),
  );

/** A WAV file of 16 bits, whose format chunk has these values. */
function wav({ rate = 8_000, channels = 1, bits = 16, format = 1, before = Buffer.alloc(0) }): Buffer {
  const file = writeWav(sine(440, rate, 1));
  file.writeUInt16LE(format, 20);
  file.writeUInt16LE(channels, 22);
  file.writeUInt32LE(rate, 24);
  file.writeUInt16LE(bits, 34);
  return Buffer.concat([file.subarray(0, 12), before, file.subarray(12)]);
}

test("what is written is read again", () => {
  const samples = sine(440, telephoneRate, 1);
  expect(readWav(writeWav(samples))).toEqual({ rate: telephoneRate, samples });
});

test.each([16_000, 22_050, 44_100, 48_000])("a tone at %i Hz is the same tone at 8,000", (rate) => {
  const samples = toTelephoneRate({ rate, samples: sine(440, rate, 1) });
  expect(samples.length).toBe(telephoneRate);
  expect(levelAt(samples, 440)).toBeGreaterThan(0.2);
});

test("a chunk of another kind before the format is passed over", () => {
  const before = Buffer.from("LIST\x03\x00\x00\x00abc\x00", "latin1");
  expect(readWav(wav({ before }))?.rate).toBe(8_000);
});

describe("null is read of", () => {
  const good = wav({});
  test.each([
    ["nothing", Buffer.alloc(0)],
    ["another file", Buffer.from("ID3 an MP3 file, as many are")],
    ["two channels", wav({ channels: 2 })],
    ["8 bits", wav({ bits: 8 })],
    ["floats", wav({ format: 3 })],
    ["7,999 Hz", wav({ rate: 7_999 })],
    ["48,001 Hz", wav({ rate: 48_001 })],
    ["a file that ends in its format", good.subarray(0, 30)],
    ["a file without data", good.subarray(0, 36)],
    ["data without a format", Buffer.concat([good.subarray(0, 12), good.subarray(36)])],
  ])("%s", (_what, file) => {
    expect(readWav(file)).toBeNull();
  });
});

test("any damaged file is read, or null", () => {
  const file = wav({});
  for (let at = 0; at < 60; at++) {
    for (const value of [0, 0x7f, 0xff]) {
      const damaged = Buffer.from(file);
      damaged[at] = value;
      expect(() => readWav(damaged)).not.toThrow();
      expect(() => readWav(file.subarray(0, at))).not.toThrow();
    }
  }
});
