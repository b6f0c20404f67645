import { describe, expect, it } from "vitest";
import type { CallRecord } from "@/lib/contracts";
import { daysAgo, groupByDay, joinPages } from "./days";

const record = (ref: string, startedAt: Date, durationSeconds = 0): CallRecord => ({
  ref,
  direction: "incoming",
  peer: null,
  anonymous: true,
  dialed: null,
  outcome: "completed",
  refusal: null,
  missed: false,
  startedAt: startedAt.toISOString(),
  answeredAt: null,
  endedAt: null,
  durationSeconds,
});

describe("groupByDay", () => {
  it("splits at the reader's midnight and keeps the order", () => {
    const calls = [
      record("c", new Date(2026, 4, 2, 0, 0, 1)),
      record("b", new Date(2026, 4, 1, 23, 59, 59)),
      record("a", new Date(2026, 4, 1, 9, 0)),
    ];
    const days = groupByDay(calls);
    expect(days.map((day) => day.calls.map(({ ref }) => ref))).toEqual([["c"], ["b", "a"]]);
    expect(days[1]?.start).toEqual(new Date(2026, 4, 1));
    expect(groupByDay([])).toEqual([]);
  });
});

describe("daysAgo", () => {
  it.each([
    [new Date(2026, 4, 2), 0],
    [new Date(2026, 4, 1), 1],
    [new Date(2026, 3, 25), 7],
  ])("%s was %d days ago", (start, days) => expect(daysAgo(start, new Date(2026, 4, 2, 12))).toBe(days));
});

describe("joinPages", () => {
  it("has each call once, the first version of it", () => {
    const at = new Date(2026, 4, 2);
    const joined = joinPages([
      [record("a", at, 5), record("b", at)],
      [record("b", at, 9), record("c", at)],
    ]);
    expect(joined.map(({ ref, durationSeconds }) => [ref, durationSeconds])).toEqual([
      ["a", 5],
      ["b", 0],
      ["c", 0],
    ]);
  });
});
