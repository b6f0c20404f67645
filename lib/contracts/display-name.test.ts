import { expect, test } from "vitest";
import { messages } from "../i18n/messages";
import { displayNameSchema } from "./display-name";

const accepts = (name: string) => displayNameSchema.safeParse(name).success;

test.each([
  "Alice",
  "Zoë O'Hara",
  "山田 太郎",
  "김철수",
  "علی‌رضا",
  "ශ්‍රී",
  "7",
  "★",
  "😀",
  "👩‍💻",
  "❤️",
  "Anonymous Coward",
  "匿名希望",
])("a name is accepted: %s", (name) => {
  expect(displayNameSchema.parse(` ${name} `)).toBe(name);
});

test.each([
  ["blank", "  "],
  ["zero-width", "\u200b\u200b"],
  ["joiners alone", "\u200d\u200c"],
  ["a variation selector alone", "\ufe0f"],
  ["Hangul fillers", "\u3164\u115f\u1160\uffa0"],
  ["a blank Braille pattern", "\u2800"],
  ["an empty note head", "\u{1d159}"],
  ["punctuation alone", "..."],
  ["an accent alone", "\u0301"],
  ["a soft hyphen in a name", "Al\u00adice"],
  ["a zero-width space in a name", "Al\u200bice"],
  ["reversed text", "a\u202eb"],
  ["a line break", "a\u2028b"],
  ["a control character", "a\u0007b"],
  ["half of a surrogate pair", "Ali\ud83dce"],
  ["the other half", "\udc69 Alice"],
  ["too long", "x".repeat(65)],
])("a name is refused: %s", (_name, name) => {
  expect(accepts(name)).toBe(false);
});

test.each([
  "Anonymous",
  "ANONYMOUS",
  " anonymous. ",
  "Ａｎｏｎｙｍｏｕｓ",
  "Anony\u200dmous",
  "Anony\u3164mous",
  "匿名",
  "「匿名」",
])("a name is reserved: %s", (name) => {
  expect(accepts(name)).toBe(false);
});

test("the pages' words for an anonymous caller are reserved in each language", () => {
  for (const { app, settings } of Object.values(messages)) {
    for (const word of [app.anonymous, app.anonymousPeer, settings.blockedAnonymous]) {
      expect(accepts(word), word).toBe(false);
    }
  }
});
