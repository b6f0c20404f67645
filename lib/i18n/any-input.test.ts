import fc from "fast-check";
import { beforeEach, expect, test, vi } from "vitest";
import { setTestEnvironment } from "@/lib/db/testing/environment";
import { chooseLocale } from "./choose-locale";
import { localeCookie } from "./locale-cookie";
import { isLocale, locales } from "./locales";
import { pickLocale } from "./pick-locale";

setTestEnvironment();
const jar = vi.hoisted(() => ({ set: vi.fn() }));
vi.mock("next/headers", () => ({ cookies: async () => jar, headers: async () => new Headers() }));
beforeEach(() => jar.set.mockReset());

const runs = process.env.SOAK === "1" ? 50_000 : 500;

/** Any text, and the names that every object has. */
const text = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.constantFrom(
    ...locales,
    "",
    "EN",
    "en-GB",
    "__proto__",
    "constructor",
    "toString",
    "en\0",
    "en; Path=/",
  ),
);
/** Any header, and lists of languages with odd weights, some long. */
const accepted = fc.oneof(
  text,
  fc
    .array(
      fc.tuple(
        fc.oneof(fc.stringMatching(/^[A-Za-z*]{0,8}(-[A-Za-z0-9]{0,8})*$/), text),
        fc.oneof(
          fc.constant(""),
          fc.double().map((weight) => `;q=${weight}`),
          text.map((weight) => `;q=${weight}`),
        ),
      ),
      { maxLength: 40 },
    )
    .map((all) => all.map((part) => part.join("")).join(",")),
);

test("any cookie and any Accept-Language give a language of the product, and the cookie comes first", () => {
  fc.assert(
    fc.property(fc.option(text, { nil: undefined }), fc.option(accepted), (cookie, header) => {
      const locale = pickLocale(cookie, header);
      expect(locales).toContain(locale);
      if (isLocale(cookie)) expect(locale).toBe(cookie);
    }),
    { numRuns: runs },
  );
});

test("a header of 64 KiB is read in a moment, whatever it repeats", () => {
  fc.assert(
    fc.property(fc.oneof(text, fc.constantFrom(",", ";", "a,", "a;q=", "-", "en-")), (part) => {
      const header = `${part} `.repeat(64 * 1024).slice(0, 64 * 1024);
      const started = performance.now();
      pickLocale(undefined, header);
      expect(performance.now() - started).toBeLessThan(5_000);
    }),
    { numRuns: runs / 50 },
  );
});

test("only a language of the product is remembered, as it is", async () => {
  await fc.assert(
    fc.asyncProperty(text, async (wanted) => {
      jar.set.mockReset();
      await chooseLocale(wanted);
      const stored = jar.set.mock.calls.map(([{ name, value }]) => [name, value]);
      expect(stored).toEqual(isLocale(wanted) ? [[(await localeCookie()).name, wanted]] : []);
    }),
    { numRuns: runs },
  );
});
