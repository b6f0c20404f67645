import { describe, expect, it } from "vitest";
import type { CallRecord, CallsResponse } from "@/lib/contracts";
import { withNewest, withOlder } from "./call-list";

const record = (ref: string, durationSeconds: number): CallRecord => ({
  ref,
  direction: "incoming",
  peer: null,
  anonymous: true,
  dialed: null,
  outcome: "completed",
  refusal: null,
  missed: false,
  startedAt: new Date(0).toISOString(),
  answeredAt: null,
  endedAt: null,
  durationSeconds,
});

/** A page of calls, one a letter, each of so many seconds. */
const page = (refs: string, nextCursor: string | null, seconds = 0): CallsResponse => ({
  calls: [...refs].map((ref) => record(ref, seconds)),
  nextCursor,
});
const refsOf = ({ calls }: CallsResponse) => calls.map(({ ref }) => ref).join("");

describe("a list of calls", () => {
  it("begins with the newest page", () => {
    expect(withNewest(null, page("cb", "b"))).toEqual(page("cb", "b"));
    expect(withNewest(page("", null), page("cb", "b"))).toEqual(page("cb", "b"));
  });

  it("keeps what new calls push off the newest page, and how far back it has asked", () => {
    const known = withOlder(page("dc", "c"), page("ba", null));
    expect(refsOf(known)).toBe("dcba");
    const next = withNewest(known, page("ed", "d"));
    expect(refsOf(next)).toBe("edcba");
    expect(next.nextCursor).toBeNull();
  });

  it("has each call once, the freshest version of it", () => {
    const next = withNewest(page("ba", null, 0), page("cb", "b", 9));
    expect(next.calls.map(({ ref, durationSeconds }) => [ref, durationSeconds])).toEqual([
      ["c", 9],
      ["b", 9],
      ["a", 0],
    ]);
  });

  it("begins again when there may be a gap", () => {
    expect(withNewest(page("ba", null), page("zy", "y"))).toEqual(page("zy", "y"));
  });
});
