import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { levelAt, loudestFrequency } from "../testing/measure";
import { encodeMuLaw } from "./mulaw";
import { SoundError } from "./sounds";
import { toSound } from "./to-sound";
import { isWav, readWav } from "./wav";
import { wavHeader } from "./wav-header";

interface Kind {
  tag: number;
  bits: number;
  channels?: number;
  rate?: number;
}

function chunk(name: string, content: Buffer, length = content.length): Buffer {
  const head = Buffer.alloc(8, name, "latin1");
  head.writeUInt32LE(length, 4);
  return Buffer.concat([head, content, Buffer.alloc(content.length % 2)]);
}

function riff(...chunks: Buffer[]): Buffer {
  return chunk("RIFF", Buffer.concat([Buffer.from("WAVE"), ...chunks]));
}

function format({ tag, bits, channels = 1, rate = 8_000 }: Kind): Buffer {
  const content = Buffer.alloc(16);
  content.writeUInt16LE(tag, 0);
  content.writeUInt16LE(channels, 2);
  content.writeUInt32LE(rate, 4);
  content.writeUInt32LE((rate * channels * bits) / 8, 8);
  content.writeUInt16LE((channels * bits) / 8, 12);
  content.writeUInt16LE(bits, 14);
  return chunk("fmt ", content);
}

const samplesOf = (file: Buffer) => [...readWav(file)].flatMap(({ samples }) => [...samples]);
const load = (file: Buffer) => toSound(readWav(file), 100_000);

function int16(...samples: number[]): Buffer {
  const data = Buffer.alloc(samples.length * 2);
  samples.forEach((sample, at) => void data.writeInt16LE(sample, at * 2));
  return data;
}

describe("samples of every kind are read", () => {
  const float = Buffer.alloc(12);
  [0, 0.5, Number.NaN].forEach((sample, at) => void float.writeFloatLE(sample, at * 4));
  test.each<[string, Kind, Buffer, number[]]>([
    ["8 bits", { tag: 1, bits: 8 }, Buffer.of(128, 0, 192), [0, -1, 0.5]],
    ["16 bits", { tag: 1, bits: 16 }, int16(0, -32_768, 16_384), [0, -1, 0.5]],
    ["24 bits", { tag: 1, bits: 24 }, Buffer.of(0, 0, 0, 0, 0, 0x80, 0, 0, 0x40), [0, -1, 0.5]],
    ["32 bits", { tag: 1, bits: 32 }, Buffer.of(0, 0, 0, 0, 0, 0, 0, 0x80, 0, 0, 0, 0x40), [0, -1, 0.5]],
    ["floats", { tag: 3, bits: 32 }, float, [0, 0.5, 0]],
    ["A-law", { tag: 6, bits: 8 }, Buffer.of(0xaa, 0x2a), [0.984375, -0.984375]],
    ["µ-law", { tag: 7, bits: 8 }, Buffer.of(0xff, 0x80, 0x00), [0, 32_124 / 32_768, -32_124 / 32_768]],
  ])("%s", (_name, kind, data, expected) => {
    expect(samplesOf(riff(format(kind), chunk("data", data)))).toEqual(expected);
  });
});

test("channels are mixed to one", () => {
  const data = chunk("data", int16(16_384, 0, -16_384, 16_384));
  expect(samplesOf(riff(format({ tag: 1, bits: 16, channels: 2 }), data))).toEqual([0.25, 0]);
});

test("the format may come after the data, and other chunks anywhere, of odd length too; the first data count", () => {
  const file = riff(
    chunk("LIST", Buffer.from("odd")),
    chunk("data", int16(16_384)),
    chunk("fact", Buffer.alloc(4)),
    format({ tag: 1, bits: 16 }),
    chunk("data", int16(1, 2)),
  );
  expect(samplesOf(file)).toEqual([0.5]);
});

test("an extensible format is the one that its sub-format names", () => {
  const content = Buffer.concat([format({ tag: 0xfffe, bits: 16 }).subarray(8), Buffer.alloc(24)]);
  content.writeUInt16LE(22, 16);
  content.writeUInt16LE(1, 24);
  expect(samplesOf(riff(chunk("fmt ", content), chunk("data", int16(16_384))))).toEqual([0.5]);
});

test("data that claims to be longer than the file ends with the file, and half a sample is left out", () => {
  const data = Buffer.concat([int16(16_384), Buffer.of(1)]);
  expect(samplesOf(riff(format({ tag: 1, bits: 16 }), chunk("data", data, 0x7ffff000)))[0]).toBe(0.5);
  expect(
    samplesOf(Buffer.concat([riff(format({ tag: 1, bits: 16 })), chunk("data", int16(1, 2), 0xffffffff)])),
  ).toHaveLength(2);
});

test("a stereo file at 44.1 kHz is heard as it was", async () => {
  const data = int16(
    ...Array.from({ length: 88_200 }, (_, at) => 16_384 * Math.sin((2 * Math.PI * 440 * (at >> 1)) / 44_100)),
  );
  const sound = await load(
    riff(format({ tag: 1, bits: 16, channels: 2, rate: 44_100 }), chunk("data", data)),
  );
  expect(sound.length).toBe(8_000);
  expect(Math.abs((loudestFrequency(sound) ?? 0) - 440)).toBeLessThan(1);
  expect(levelAt(sound, 440)).toBeCloseTo(0.5, 2);
});

describe("what cannot be read is refused with Twilio's code", () => {
  test.each<[string, Buffer]>([
    ["no file", Buffer.alloc(0)],
    ["text", Buffer.from("<Response/>")],
    ["no format", riff(chunk("data", int16(1)))],
    ["no data", riff(format({ tag: 1, bits: 16 }))],
    ["a short format", riff(chunk("fmt ", Buffer.alloc(8)), chunk("data", int16(1)))],
    ["an unknown format", riff(format({ tag: 2, bits: 4 }), chunk("data", int16(1)))],
    ["no channels", riff(format({ tag: 1, bits: 16, channels: 0 }), chunk("data", int16(1)))],
    ["a rate of nothing", riff(format({ tag: 1, bits: 16, rate: 0 }), chunk("data", int16(1)))],
  ])("%s", async (_name, file) => {
    const error = await load(file).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(SoundError);
    expect((error as SoundError).code).toBe(12_300);
  });

  test("whatever the bytes are, there is a sound or a SoundError", async () => {
    const valid = riff(format({ tag: 1, bits: 24, channels: 2 }), chunk("data", Buffer.alloc(120)));
    const damage = fc.array(fc.tuple(fc.nat(valid.length - 1), fc.nat(255)), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(damage, fc.nat(valid.length), async (changes, length) => {
        const file = Buffer.from(valid.subarray(0, length));
        for (const [at, byte] of changes) file[at] = byte;
        const outcome = await load(file).catch((error: unknown) => error);
        expect(outcome instanceof Int16Array || outcome instanceof SoundError).toBe(true);
      }),
    );
  });
});

test("the header that is written can be read, for one channel and two", async () => {
  for (const channels of [1, 2] as const) {
    const data = int16(...Array.from({ length: 320 }, (_, at) => (at % 2 === 0 ? 1_000 : 3_000)));
    const file = Buffer.concat([wavHeader(channels, data.length), data]);
    expect(isWav(file)).toBe(true);
    expect(file.readUInt32LE(4)).toBe(file.length - 8);
    const sound = await load(file);
    expect(sound.length).toBe(320 / channels);
    expect([...sound.subarray(0, 2)]).toEqual(channels === 1 ? [1_000, 3_000] : [2_000, 2_000]);
  }
});

test("µ-law in a file is that of a call", async () => {
  const sound = Int16Array.of(0, 8, -120, 16_764);
  expect(await load(riff(format({ tag: 7, bits: 8 }), chunk("data", encodeMuLaw(sound))))).toEqual(sound);
});
