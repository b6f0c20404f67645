import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { partNames, readArguments } from "./arguments";

describe("the bench's arguments", () => {
  it("are all parts, 15 times, without any", () => {
    expect(readArguments([])).toEqual({
      parts: partNames,
      quick: false,
      times: 15,
      json: resolve("bench.json"),
      also: undefined,
      postgresql: false,
      from: undefined,
      into: undefined,
    });
  });

  it("name parts, which run in the bench's own order", () => {
    expect(readArguments(["open", "calls", "open"]).parts).toEqual(["calls", "open"]);
  });

  it("make everything short, and files and folders absolute", () => {
    expect(readArguments(["calls", "--quick", "--json", "x.json", "--also", "../before"])).toMatchObject({
      quick: true,
      times: 3,
      json: resolve("x.json"),
      also: resolve("../before"),
    });
    expect(readArguments(["--quick", "--times", "7"]).times).toBe(7);
  });

  it("name an earlier run, and the document for its tables", () => {
    const written = readArguments(["--from", "bench.json", "--into", "docs/performance.md"]);
    expect(written).toMatchObject({ from: resolve("bench.json"), into: resolve("docs/performance.md") });
  });

  it.each([
    [["cals"], 'There is no part "cals"'],
    [["--times", "0"], "--times must be"],
    [["--times", "1.5"], "--times must be"],
    [["--times", "many"], "--times must be"],
    [["--fast"], "--fast"],
  ])("are refused: %j", (args, message) => {
    expect(() => readArguments(args)).toThrow(message);
  });
});
