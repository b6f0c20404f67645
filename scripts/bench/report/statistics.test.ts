import { describe, expect, it } from "vitest";
import { median, percentile, slope } from "./statistics";

describe("a median", () => {
  it.each([
    [[3, 1, 2], 2],
    [[4, 1, 3, 2], 2.5],
    [[7], 7],
    [[10, 9], 9.5],
    [[], Number.NaN],
  ])("of %j is %d", (samples, expected) => {
    expect(median(samples)).toBe(expected);
  });
});

it("leaves the samples as they are", () => {
  const samples = [3, 1, 2];
  median(samples);
  percentile(samples, 0.9);
  expect(samples).toEqual([3, 1, 2]);
});

it("finds a percentile, also where there are few samples", () => {
  const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
  expect(percentile(hundred, 0.9)).toBe(91);
  expect(percentile([5, 6], 0.9)).toBe(6);
  expect(percentile([5], 1)).toBe(5);
  expect(percentile([], 0.5)).toBeNaN();
});

it("finds the slope of points that do not lie on a line", () => {
  expect(
    slope([
      [0, 1],
      [1, 3],
      [2, 5],
    ]),
  ).toBe(2);
  // Symmetric noise does not change it.
  expect(
    slope([
      [0, 1],
      [1, 9],
      [2, 1],
    ]),
  ).toBe(0);
});
