import { expect, it } from "vitest";
import { lastResortLocale } from "./last-resort";

it.each([
  [["ja"], "ja"],
  [["tlh-001", "JA-jp", "en"], "ja"],
  [["en-GB", "ja"], "en"],
  [["tlh"], "en"],
  [[], "en"],
])("the last resort for a browser in %j is in %s", (tags, locale) => {
  expect(lastResortLocale(tags)).toBe(locale);
});
