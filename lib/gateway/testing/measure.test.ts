import { describe, expect, test } from "vitest";
import { energy, levelAt, loudestFrequency, peak, shareBetween } from "./measure";

/** A second of sines. */
function sines(...parts: { hz: number; level: number }[]): Int16Array {
  return Int16Array.from({ length: 8_000 }, (_, at) =>
    parts.reduce((sum, { hz, level }) => sum + 32_767 * level * Math.sin((2 * Math.PI * hz * at) / 8_000), 0),
  );
}

test("energy is the root mean square", () => {
  expect(energy(new Int16Array(160))).toBe(0);
  expect(energy([])).toBe(0);
  expect(energy(sines({ hz: 440, level: 1 }))).toBeCloseTo(Math.SQRT1_2, 3);
  expect(energy(new Int16Array(100).fill(-16_384))).toBe(0.5);
});

test("the peak is the greatest magnitude", () => {
  expect(peak([100, -8_192, 8_191])).toBe(0.25);
  expect(peak([])).toBe(0);
});

test("the level of a sine is its amplitude, and far from it there is none", () => {
  const sound = sines({ hz: 440, level: 0.5 }, { hz: 1_209, level: 0.1 });
  expect(levelAt(sound, 440)).toBeCloseTo(0.5, 2);
  expect(levelAt(sound, 1_209)).toBeCloseTo(0.1, 2);
  expect(levelAt(sound, 500)).toBeLessThan(0.0005);
  expect(levelAt([], 440)).toBe(0);
});

describe("the loudest frequency", () => {
  test("is found to the Hz, also in a short sound", () => {
    const sound = sines({ hz: 697, level: 0.3 }, { hz: 1_477, level: 0.2 });
    expect(loudestFrequency(sound)).toBeCloseTo(697, -0.3);
    expect(loudestFrequency(sound, 1_000)).toBeCloseTo(1_477, -0.3);
    expect(Math.abs((loudestFrequency(sound.subarray(0, 800)) ?? 0) - 697)).toBeLessThan(5);
  });

  test("does not exist in silence", () => {
    expect(loudestFrequency(new Int16Array(8_000))).toBeUndefined();
    expect(loudestFrequency([])).toBeUndefined();
  });
});

test("the share of a band is that of its energy", () => {
  const sound = sines({ hz: 440, level: 0.3 }, { hz: 2_000, level: 0.3 });
  expect(shareBetween(sound, 300, 1_000)).toBeCloseTo(0.5, 3);
  expect(shareBetween(sound, 300, 3_400)).toBeCloseTo(1, 3);
  expect(shareBetween(sound, 3_000, 4_000)).toBeLessThan(0.0001);
});
