import { describe, expect, it, vi } from "vitest";
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

  it("are the same on the server and in a Turkish browser, where a capital i has a dot", () => {
    const upper = String.prototype.toLocaleUpperCase;
    const turkish = vi.spyOn(String.prototype, "toLocaleUpperCase").mockImplementation(function (
      this: string,
    ) {
      return upper.call(this, "tr");
    });
    expect(initials("ipek ilhan")).toBe("II");
    turkish.mockRestore();
  });
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
