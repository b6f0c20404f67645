import { describe, expect, test } from "vitest";
import { energy, levelAt, loudestFrequency, peak, shareBetween } from "../testing/measure";
import { FRAME_SAMPLES } from "./frame";
import { beepTone, enterTone, exitTone, keyFrequencies, keyTones, ringbackTone, tone } from "./tone";

describe("a tone", () => {
  test("has its frequencies, level and length", () => {
    const sound = tone({ hz: [440, 1_000], seconds: 1, level: 0.2 });
    expect(sound.length).toBe(8_000);
    expect(levelAt(sound, 440)).toBeCloseTo(0.2, 2);
    expect(levelAt(sound, 1_000)).toBeCloseTo(0.2, 2);
    expect(shareBetween(sound, 430, 1_010)).toBeGreaterThan(0.9999);
  });

  test("begins and ends in silence", () => {
    const sound = tone({ hz: [441], seconds: 0.0505, level: 0.5 });
    expect(Math.abs(sound[0] ?? 1)).toBe(0);
    expect(Math.abs(sound.at(-1) ?? 1)).toBe(0);
    expect(Math.max(...sound.subarray(0, 5))).toBeLessThan(3_000);
  });

  test("of no length is empty", () => {
    expect(tone({ hz: [440], seconds: 0, level: 0.5 })).toEqual(new Int16Array(0));
  });
});

describe("keys", () => {
  // Table 1 of ITU-T Q.23.
  const q23 = {
    "1": [697, 1209],
    "5": [770, 1336],
    "9": [852, 1477],
    "0": [941, 1336],
    "*": [941, 1209],
    "#": [941, 1477],
    A: [697, 1633],
    D: [941, 1633],
  };

  test.each(Object.entries(q23))("%s is heard as its two frequencies", (key, [low = 0, high = 0]) => {
    const sound = keyTones(key).subarray(0, 800);
    expect(keyFrequencies(key)).toEqual([low, high]);
    expect(Math.abs((loudestFrequency(sound, 600, 1_000) ?? 0) - low)).toBeLessThan(6);
    expect(Math.abs((loudestFrequency(sound, 1_150, 1_700) ?? 0) - high)).toBeLessThan(6);
    expect(levelAt(sound, low) / levelAt(sound, high)).toBeCloseTo(1, 0);
  });

  test("follow one another with silence between them", () => {
    const sound = keyTones("12");
    expect(sound.length).toBe(3_200);
    expect(energy(sound.subarray(800, 1_600))).toBe(0);
    expect(
      Math.abs((loudestFrequency(sound.subarray(1_600, 2_400), 1_150, 1_700) ?? 0) - 1_336),
    ).toBeLessThan(6);
  });

  test("wait half a second for w and a second for W", () => {
    expect(keyTones("wW1").length).toBe(4_000 + 8_000 + 1_600);
    expect(energy(keyTones("wW1").subarray(0, 12_000))).toBe(0);
    expect(energy(keyTones("wW1").subarray(12_000))).toBeGreaterThan(0.05);
  });

  test("that are too many are refused before any is made", () => {
    expect(() => keyTones("1".repeat(1e6) + "w".repeat(1e6), 8_000 * 60)).toThrow("longer than 60 s");
    expect(keyTones("1W".repeat(50), 8_000 * 60).length).toBe(8_000 * 60);
  });

  test("that do not exist are passed over, and small letters are the large ones", () => {
    expect(keyTones("x é12")).toEqual(keyTones("12"));
    expect(keyTones("a")).toEqual(keyTones("A"));
    expect(keyFrequencies("12")).toBeUndefined();
    expect(keyFrequencies("")).toBeUndefined();
  });
});

test("ringback is two seconds of 440 and 480 Hz, and four of silence", () => {
  const sound = ringbackTone();
  expect(sound.length).toBe(48_000);
  expect(levelAt(sound.subarray(0, 16_000), 440)).toBeCloseTo(0.12, 2);
  expect(levelAt(sound.subarray(0, 16_000), 480)).toBeCloseTo(0.12, 2);
  expect(energy(sound.subarray(16_000))).toBe(0);
  expect(sound.length % FRAME_SAMPLES).toBe(0);
});

test("the beep is at 1,000 Hz; entering rises and leaving falls", () => {
  expect(Math.abs((loudestFrequency(beepTone()) ?? 0) - 1_000)).toBeLessThan(3);
  const halves = (sound: Int16Array) =>
    [sound.subarray(0, 960), sound.subarray(960)].map((half) => loudestFrequency(half) ?? 0);
  const [first = 0, second = 0] = halves(enterTone());
  expect(second - first).toBeGreaterThan(150);
  expect(halves(exitTone())).toEqual([second, first]);
});

test("no tone comes near full scale", () => {
  for (const sound of [beepTone(), enterTone(), exitTone(), ringbackTone(), keyTones("0123456789*#ABCD")]) {
    expect(peak(sound)).toBeLessThan(0.5);
    expect(energy(sound)).toBeGreaterThan(0.02);
  }
});
