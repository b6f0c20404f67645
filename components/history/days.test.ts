import { describe, expect, it } from "vitest";
import { recordOf } from "@/components/testing/records";
import { daysAgo, groupByDay } from "./days";

const record = (ref: string, startedAt: Date) => recordOf(ref, { startedAt: startedAt.toISOString() });

describe("groupByDay", () => {
  it("splits at midnight in the reader's time zone, and keeps the order", () => {
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
