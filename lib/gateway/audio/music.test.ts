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

test("it repeats without a click, which would be heard above the notes at its end", () => {
  const seam = [...music.subarray(-400), ...music.subarray(0, 400)];
  expect(shareBetween(seam, 2_800, 4_000)).toBeLessThan(1e-5);
  // The last notes have not faded at the end: they go on at the beginning.
  expect(energy(music.subarray(0, 40))).toBeGreaterThan(0.02);
});

test("it changes: its half bars do not all have the same loudest note", () => {
  const loudest = Array.from({ length: 16 }, (_, half) =>
    Math.round(loudestFrequency(music.subarray(half * 12_000, (half + 1) * 12_000)) ?? 0),
  );
  expect(new Set(loudest).size).toBeGreaterThan(4);
});
