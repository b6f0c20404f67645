import fc from "fast-check";
import { expect, test } from "vitest";
import { containing, storable } from "./text";

const text = fc.oneof(
  fc.string({ unit: "binary", maxLength: 200 }),
  fc
    .array(fc.constantFrom("a", "\0", "\ud83d", "\ude00", "😀", "%", "_", "\\"), { maxLength: 200 })
    .map((all) => all.join("")),
);
/** Its 64th character would be half of a pair. */
const cutInTwo = `${"a".repeat(63)}😀`;

test("any text is cut to what the database can store, and stays as it is if it can be stored", () => {
  fc.assert(
    fc.property(text, (typed) => {
      const stored = storable(typed);
      expect(stored.length).toBeLessThanOrEqual(64);
      expect(stored).not.toContain("\0");
      expect(stored.isWellFormed()).toBe(true);
      if (typed.length <= 64 && typed.isWellFormed() && !typed.includes("\0")) expect(stored).toBe(typed);
    }),
    { examples: [[cutInTwo], ["\ude00"], ["a\0b"]] },
  );
});

test("any text is searched for as it is: no character of it has a meaning of its own", () => {
  fc.assert(
    fc.property(text, (typed) => {
      const inner = containing(typed).slice(1, -1);
      expect(containing(typed)).toMatch(/^%.*%$/s);
      expect(inner.replaceAll(/\\([\\%_])/g, "$1")).toBe(typed.replaceAll("\0", "").toWellFormed());
      expect(inner.replaceAll(/\\[\\%_]/g, "")).not.toMatch(/[\\%_]/);
    }),
    { examples: [[cutInTwo], ["100%"], ["_\\"]] },
  );
});
