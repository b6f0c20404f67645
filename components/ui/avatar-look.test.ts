import { describe, expect, it } from "vitest";
import { hueOf, initials } from "./avatar-look";

describe("initials", () => {
  it.each([
    ["Alice", "A"],
    ["ada lovelace", "AL"],
    ["Juan de la Cruz", "JC"],
    ["山田太郎", "山"],
    ["  ", ""],
    ["👩‍🚀 Zoe", "👩Z"],
  ])("%s → %s", (name, letters) => expect(initials(name)).toBe(letters));
});

describe("hueOf", () => {
  it("is stable, and differs between people", () => {
    expect(hueOf("alice")).toBe(hueOf("alice"));
    expect(hueOf("alice")).not.toBe(hueOf("bob"));
    for (const name of ["", "alice", "山田"]) {
      expect(hueOf(name)).toBeGreaterThanOrEqual(0);
      expect(hueOf(name)).toBeLessThan(360);
    }
  });
});
