import fc from "fast-check";
import { expect, test } from "vitest";
import { FakeMemory } from "../testing/fake-deps";
import { type Choice, readChoices, roles, writeChoices } from "./device-choice";

const key = "browser-phone.devices";
const choice: fc.Arbitrary<Choice> = fc.record({ id: fc.string(), label: fc.string() });
const choices = fc.record({ input: choice, output: choice, ringer: choice }, { requiredKeys: [] });

/** What `readChoices` finds where `stored` is. */
function read(stored: string) {
  const memory = new FakeMemory();
  memory.write(key, stored);
  return readChoices(memory);
}

test("choices are read as they were written", () => {
  fc.assert(
    fc.property(choices, (written) => {
      const memory = new FakeMemory();
      writeChoices(memory, written);
      expect(readChoices(memory)).toEqual(written);
    }),
  );
});

test("an empty memory is read as no choice", () => {
  expect(readChoices(new FakeMemory())).toEqual({});
});

test.each(["{not json", "null", "[]", "7", '"input"', '{"input":7}', '{"input":{"id":"a"}}'])(
  "%s is read as no choice",
  (stored) => {
    expect(read(stored)).toEqual({});
  },
);

test("an unreadable role does not change the others", () => {
  const malformed = fc.jsonValue().filter((value) => {
    const isObject = typeof value === "object" && value !== null;
    return !(isObject && "id" in value && "label" in value);
  });
  fc.assert(
    fc.property(fc.constantFrom(...roles), choice, malformed, (broken, kept, value) => {
      const whole = { input: kept, output: kept, ringer: kept };
      expect(read(JSON.stringify({ ...whole, [broken]: value }))).toEqual({ ...whole, [broken]: undefined });
    }),
  );
});

test("reading never throws, whatever text is stored", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (stored) => {
      for (const found of Object.values(read(stored))) {
        expect(found === undefined || (typeof found.id === "string" && typeof found.label === "string")).toBe(
          true,
        );
      }
    }),
  );
});
