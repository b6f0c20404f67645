import { expect, test } from "vitest";
import { energy, levelAt, loudestFrequency, peak, shareBetween } from "../testing/measure";
import { hum } from "./hum";

test.each([1, 5, 45, 4_096])(
  "a hum for %i characters lasts a fifteenth of a second for each",
  (characters) => {
    expect(hum(characters).length).toBe(Math.round((characters / 15) * 8_000));
  },
);

test("it is soft and stays at 330 Hz", () => {
  const sound = hum(45);
  expect(peak(sound)).toBeLessThan(0.06);
  expect(shareBetween(sound, 320, 340)).toBeGreaterThan(0.99);
  for (let at = 0; at + 4_000 <= sound.length; at += 4_000) {
    const heard = sound.subarray(at, at + 4_000);
    expect(Math.abs((loudestFrequency(heard) ?? 0) - 330)).toBeLessThan(2);
    expect(levelAt(heard, 330)).toBeGreaterThan(0.04);
  }
});

test("it begins and ends softly, and has no click where its seconds meet", () => {
  const sound = hum(45);
  for (const end of [sound.subarray(0, 80), sound.subarray(-80)]) {
    expect(energy(end)).toBeLessThan(0.3 * energy(sound));
  }
  expect(shareBetween(sound.subarray(7_600, 8_400), 1_000, 4_000)).toBeLessThan(1e-5);
});

test("of no text it is empty", () => {
  expect(hum(0)).toEqual(new Int16Array(0));
});
