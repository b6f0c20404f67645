import { describe, expect, it } from "vitest";
import { restingLine, soundingLine } from "./line-path";

describe("the line", () => {
  it("keeps its commands, so that it can move, and stays within its box", () => {
    const commands = (path: string) => path.replace(/[^A-Z]/g, "");
    for (const path of [
      restingLine(false),
      soundingLine(0, true),
      soundingLine(1, false),
      soundingLine(9, true),
    ]) {
      expect(commands(path)).toBe(commands(restingLine(true)));
      const heights = [...path.matchAll(/ ([\d.]+)(?=[C ]|$)/g)].map((match) => Number(match[1]));
      expect(Math.max(...heights)).toBeLessThanOrEqual(120);
    }
    expect(soundingLine(0, true)).toBe(restingLine(true));
  });
});
