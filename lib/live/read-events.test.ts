import fc from "fast-check";
import { expect, test } from "vitest";
import { createEventReader } from "./read-events";

function read(...parts: string[]): string[] {
  const found: string[] = [];
  const reader = createEventReader((data) => found.push(data));
  for (const part of parts) reader.push(part);
  return found;
}

test.each(["\n", "\r\n", "\r"])("reads events whose lines end with %j, and passes comments over", (end) => {
  const text = [": hello", "data: one", "", "event: x", "data:two", "data: more", "", ": ping", "", ""].join(
    end,
  );
  expect(read(text, "\n")).toEqual(["one", "two\nmore"]);
});

test("reads the same, however the text is cut", () => {
  const text = 'data: {"kind":"hello"}\r\n\r\n: ping\r\n\r\ndata: two\n\n';
  fc.assert(
    fc.property(fc.array(fc.nat(text.length), { maxLength: 8 }), (cuts) => {
      const at = [0, ...cuts.sort((a, b) => a - b), text.length];
      const parts = at.slice(1).map((end, index) => text.slice(at[index], end));
      expect(read(...parts)).toEqual(['{"kind":"hello"}', "two"]);
    }),
  );
});

test("an event that is not complete is not told", () => {
  expect(read("data: one\n\ndata: two\n")).toEqual(["one"]);
});
