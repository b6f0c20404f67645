import fc from "fast-check";
import { afterEach, expect, test, vi } from "vitest";
import { memory } from "./memory";

afterEach(() => vi.unstubAllGlobals());

/** A localStorage that has any text under each name. */
function storageWith(stored: string | null) {
  return { getItem: () => stored, setItem: vi.fn() };
}

test("any stored text is read as it is", () => {
  fc.assert(
    fc.property(fc.option(fc.string({ unit: "binary" })), fc.string(), (stored, key) => {
      vi.stubGlobal("localStorage", storageWith(stored));
      expect(memory.read(key)).toBe(stored);
    }),
  );
});

test("a browser that forbids its memory, or whose memory is full, has none", () => {
  const refuse = () => {
    throw new DOMException("The operation is insecure.", "SecurityError");
  };
  vi.stubGlobal("localStorage", { getItem: refuse, setItem: refuse });
  expect(memory.read("key")).toBeNull();
  memory.write("key", "value");
  // Some browsers refuse already when the name is read.
  vi.stubGlobal("localStorage", undefined);
  expect(memory.read("key")).toBeNull();
  memory.write("key", "value");
});
