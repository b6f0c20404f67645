import { describe, expect, it } from "vitest";
import { restingPath, soundingPath } from "./line-path";

describe("the path of the line", () => {
  it("always has the same commands, so that it can move, and stays within its box", () => {
    const commands = (path: string) => path.replace(/[^A-Z]/g, "");
    for (const path of [
      restingPath(false),
      soundingPath(0, true),
      soundingPath(1, false),
      soundingPath(9, true),
    ]) {
      expect(commands(path)).toBe(commands(restingPath(true)));
      const heights = [...path.matchAll(/ ([\d.]+)(?=[C ]|$)/g)].map((match) => Number(match[1]));
      expect(Math.max(...heights)).toBeLessThanOrEqual(120);
    }
    expect(soundingPath(0, true)).toBe(restingPath(true));
  });
});
