import { expect, test } from "vitest";
import { readRange, sound } from "./sound";

const file = Buffer.from(Array.from({ length: 100 }, (_, index) => index));

test.each([
  [null, undefined],
  ["bytes=0-9", { start: 0, end: 9 }],
  ["bytes=90-", { start: 90, end: 99 }],
  ["bytes=90-1000", { start: 90, end: 99 }],
  ["bytes=-10", { start: 90, end: 99 }],
  ["bytes=-1000", { start: 0, end: 99 }],
  ["bytes=99-99", { start: 99, end: 99 }],
  ["bytes=100-", "unsatisfiable"],
  ["bytes=-0", "unsatisfiable"],
  ["bytes=100-101", "unsatisfiable"],
  // Passed over, so that all is sent.
  ["bytes=9-2", undefined],
  ["bytes=0-1,4-5", undefined],
  ["seconds=1-2", undefined],
  ["bytes=-", undefined],
  ["bytes=a-b", undefined],
  [`bytes=${"9".repeat(20)}-`, undefined],
] as const)("the range %s of 100 bytes", (header, expected) => {
  expect(readRange(header, 100)).toEqual(expected);
});

test("a part says which it is, and has its own length", async () => {
  const response = sound(new Request("http://a", { headers: { range: "bytes=10-19" } }), file);
  expect([response.status, response.headers.get("content-length")]).toEqual([206, "10"]);
  expect(Buffer.from(await response.arrayBuffer())).toEqual(file.subarray(10, 20));
});
