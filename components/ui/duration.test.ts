import { describe, expect, it } from "vitest";
import { formatDuration, isoDuration } from "./duration";

describe("durations", () => {
  it.each([
    [0, "0:00"],
    [12.9, "0:12"],
    [61, "1:01"],
    [3723, "1:02:03"],
    [-5, "0:00"],
  ])("%d s is shown as %s", (seconds, text) => expect(formatDuration(seconds)).toBe(text));

  it("isoDuration gives a machine-readable form", () => expect(isoDuration(61.5)).toBe("PT61S"));
});
