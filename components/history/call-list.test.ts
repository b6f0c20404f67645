import { describe, expect, it } from "vitest";
import { pageOf } from "@/components/testing/records";
import type { CallsResponse } from "@/lib/contracts";
import { withNewest, withOlder } from "./call-list";

const refsOf = ({ calls }: CallsResponse) => calls.map(({ ref }) => ref).join("");

describe("a list of calls", () => {
  it("begins with the newest page", () => {
    expect(withNewest(null, pageOf("cb", "b"))).toEqual(pageOf("cb", "b"));
    expect(withNewest(pageOf("", null), pageOf("cb", "b"))).toEqual(pageOf("cb", "b"));
  });

  it("keeps calls that newer ones push off the newest page, and the cursor of its oldest page", () => {
    const known = withOlder(pageOf("dc", "c"), pageOf("ba", null));
    expect(refsOf(known)).toBe("dcba");
    const next = withNewest(known, pageOf("ed", "d"));
    expect(refsOf(next)).toBe("edcba");
    expect(next.nextCursor).toBeNull();
  });

  it("has each call once, in its newest version", () => {
    const next = withNewest(pageOf("ba", null), pageOf("cb", "b", { durationSeconds: 9 }));
    expect(next.calls.map(({ ref, durationSeconds }) => [ref, durationSeconds])).toEqual([
      ["c", 9],
      ["b", 9],
      ["a", 0],
    ]);
  });

  it("starts over when there may be a gap", () => {
    expect(withNewest(pageOf("ba", null), pageOf("zy", "y"))).toEqual(pageOf("zy", "y"));
  });
});
