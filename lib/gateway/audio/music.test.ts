import { expect, test } from "vitest";
import { energy, loudestFrequency, peak, shareBetween } from "../testing/measure";
import { holdMusic } from "./music";

const music = holdMusic();

test("the music lasts between 20 and 30 seconds, and something is heard in each half second of it", () => {
  expect(music.length / 8_000).toBeGreaterThan(20);
  expect(music.length / 8_000).toBeLessThan(30);
  for (let at = 0; at < music.length; at += 4_000) {
    expect(energy(music.subarray(at, at + 4_000))).toBeGreaterThan(0.015);
  }
});

test("it is neither loud nor near full scale", () => {
  expect(energy(music)).toBeLessThan(0.15);
  expect(peak(music)).toBeLessThan(0.5);
});

test("it lies in the band of a telephone", () => {
  expect(shareBetween(music, 300, 3_400)).toBeGreaterThan(0.995);
});

test("it repeats without a click: the step over its end is no greater than those next to it", () => {
  const seam = [...music.subarray(-100), ...music.subarray(0, 100)];
  const steps = seam.slice(1).map((sample, at) => Math.abs(sample - (seam[at] as number)));
  const [overTheEnd = 0] = steps.splice(99, 1);
  expect(overTheEnd).toBeLessThanOrEqual(Math.max(...steps));
  // The last notes have not faded at the end: they go on at the beginning.
  expect(energy(music.subarray(0, 80))).toBeGreaterThan(0.005);
});

test("it changes: its half bars do not all have the same loudest note", () => {
  const loudest = Array.from({ length: 16 }, (_, half) =>
    Math.round(loudestFrequency(music.subarray(half * 12_000, (half + 1) * 12_000)) ?? 0),
  );
  expect(new Set(loudest).size).toBeGreaterThan(4);
});
