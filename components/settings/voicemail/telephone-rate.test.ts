import { expect, test } from "vitest";
import { fullRate, telephoneRate, toTelephoneRate } from "./telephone-rate";

/** Half a second of a tone. */
function tone(hertz: number, amplitude = 1): Float32Array {
  return Float32Array.from(
    { length: fullRate / 2 },
    (_, index) => amplitude * Math.sin((2 * Math.PI * hertz * index) / fullRate),
  );
}

/** The amplitude of what is left of a tone, without its first and last moments. */
function left(hertz: number): number {
  const slower = toTelephoneRate(tone(hertz)).subarray(100, -100);
  const power = slower.reduce((sum, sample) => sum + sample * sample, 0) / slower.length;
  return Math.sqrt(2 * power);
}

test("a sound lasts as long as before", () => {
  expect(toTelephoneRate(tone(440))).toHaveLength(telephoneRate / 2);
  expect(toTelephoneRate(new Float32Array(0))).toHaveLength(0);
});

test.each([100, 440, 1_000, 2_000, 2_900])("a tone of %i Hz stays as loud as it is", (hertz) => {
  expect(left(hertz)).toBeCloseTo(1, 2);
});

test.each([4_100, 5_000, 7_560, 8_000, 11_000, 15_900, 23_000])(
  "a tone of %i Hz is gone, and makes no lower one",
  (hertz) => {
    expect(left(hertz)).toBeLessThan(0.001);
  },
);

test("a tone keeps its place in time", () => {
  const [before, after] = [tone(500, 0.5), toTelephoneRate(tone(500, 0.5))];
  for (const at of [400, 1_001, 2_503]) expect(after[at]).toBeCloseTo(before[at * 6] ?? 0, 3);
});
