import { expect, test } from "vitest";
import { encodeWav } from "./wav";

const file = (samples: number[]) => Buffer.from(encodeWav(Float32Array.from(samples), 8_000));

test("the header names one channel, 16 bits, the rate and the lengths", () => {
  const bytes = file([0, 0.5, -0.5]);
  expect(bytes).toHaveLength(44 + 6);
  expect([bytes.toString("latin1", 0, 4), bytes.readUInt32LE(4)]).toEqual(["RIFF", 44 + 6 - 8]);
  expect([bytes.toString("latin1", 8, 16), bytes.readUInt32LE(16)]).toEqual(["WAVEfmt ", 16]);
  const format = [20, 22, 32, 34].map((at) => bytes.readUInt16LE(at));
  expect(format).toEqual([1, 1, 2, 16]);
  expect([bytes.readUInt32LE(24), bytes.readUInt32LE(28)]).toEqual([8_000, 16_000]);
  expect([bytes.toString("latin1", 36, 40), bytes.readUInt32LE(40)]).toEqual(["data", 6]);
});

test("samples become whole numbers, and too loud ones do not turn over", () => {
  const bytes = file([0, 0.5, -0.5, 1, -1, 1.5, -7]);
  const samples = Array.from({ length: 7 }, (_, index) => bytes.readInt16LE(44 + 2 * index));
  expect(samples).toEqual([0, 16_384, -16_383, 32_767, -32_767, 32_767, -32_767]);
});

test("no sound is a file, too", () => {
  expect(file([])).toHaveLength(44);
});
