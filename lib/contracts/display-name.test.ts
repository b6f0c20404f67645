import fc from "fast-check";
import { expect, test } from "vitest";
import { messages } from "../i18n/messages";
import { displayNameSchema } from "./display-name";
import { issueCode } from "./errors";

const accepts = (name: string) => displayNameSchema.safeParse(name).success;
const codeOf = (name: string) => issueCode(displayNameSchema.safeParse(name).error);

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
  "Support Vector",
  "Staffan",
  "山田　太郎",
  "Ольга Smith",
  "שרה כהן",
  "Nguyễn Thị Ánh",
  "สมชาย",
  "བཀྲ་ཤིས",
  "葛\u{e0100}城",
  "🏳️‍🌈",
  "1️⃣",
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
  ["an isolate", "\u2067ecila\u2069"],
  ["a byte order mark", "Al\ufeffice"],
  ["an invisible operator", "Al\u2063ice"],
  ["a grapheme joiner", "Al\u034fice"],
  ["a Hangul filler in a name", "Al\u3164ice"],
  ["a blank Braille pattern in a name", "Al\u2800ice"],
  ["a joiner between letters that never join", "Al\u200dice"],
  ["a joiner at the end", "Alice\u200d"],
  ["a variation selector after a letter", "Ali\ufe0fce"],
  ["an accent at the beginning", "\u0301Alice"],
  ["an accent after a space", "Al \u0301ice"],
  ["a tower of accents", `Alice${"\u0301".repeat(12)}`],
  ["half of a character", "Al\ud83dice"],
  ["a joiner in a reserved name", "Anony\u200dmous"],
  ["a filler in a reserved name", "Anony\u3164mous"],
  ["a language tag", "Al\u{e0041}ice"],
])("a name is refused: %s", (_name, name) => {
  expect(accepts(name)).toBe(false);
});

test.each([
  "Anonymous",
  "ANONYMOUS",
  " anonymous. ",
  "Ａｎｏｎｙｍｏｕｓ",
  "匿名",
  "「匿名」",
  "Support",
  "Support Team",
  "Browser Phone Support",
  "Twilio",
  "Unknown caller",
  "Private number",
  "Support 2",
  "Tech Support",
  "IT Support",
  "Live Support Agent",
  "Security Alert",
  "Twilio Inc.",
  "Caller ID withheld",
  "Private caller",
  "S u p p o r t",
  "5upp0rt",
  "$upport!",
  "Suppport",
  "аnonymous",
  "Аdmin",
  "ΑDΜΙΝ",
  "ѕuрроrt",
  "𝐒𝐮𝐩𝐩𝐨𝐫𝐭",
  "Ⓢⓤⓟⓟⓞⓡⓣ",
  "🅰🅳🅼🅸🅽",
  "ＡＤＭＩＮ",
  "ᴀᴅᴍɪɴ",
  "Ádmín",
  "サポート",
  "ｻﾎﾟｰﾄ",
  "さぽーと",
  "管理者",
  "非通知",
  " 非 通 知 ",
])("a name is reserved: %s", (name) => {
  expect(codeOf(name)).toBe("name_reserved");
});

test.each([
  "Аlice", // The first letter is Cyrillic.
  "Αlice", // The first letter is Greek.
  "Bоb",
  "Alice (@bob)",
  "Alice ＠bob",
])("a name is misleading: %s", (name) => {
  expect(codeOf(name)).toBe("name_misleading");
});

test("several spaces become one, and the name is composed", () => {
  expect(displayNameSchema.parse("  Zoe\u0308 \u00a0  O'Hara ")).toBe("Zoë O'Hara");
});

test("whatever is accepted is visible, is accepted again unchanged, and has no character that rearranges others", () => {
  const piece = fc.oneof(
    fc.string({ unit: "binary", maxLength: 6 }),
    fc.constantFrom(
      "\u200b",
      "\u200d",
      "\u202e",
      "\u2066",
      "\ufe0f",
      "\u0301",
      "\u3164",
      " ",
      "a",
      "א",
      "か",
    ),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
      const parsed = displayNameSchema.safeParse(pieces.join(""));
      if (!parsed.success) return;
      expect(displayNameSchema.parse(parsed.data)).toBe(parsed.data);
      expect(parsed.data).toMatch(/[\p{L}\p{N}\p{S}]/u);
      expect(parsed.data).not.toMatch(/[\p{Bidi_Control}\p{Cc}\u200b\ufeff\u3164]/u);
    }),
    { numRuns: 500 },
  );
});

test("the pages' words for an anonymous caller are reserved in each language", () => {
  for (const { app, settings } of Object.values(messages)) {
    for (const word of [app.anonymous, app.anonymousPeer, settings.blockedAnonymous]) {
      expect(accepts(word), word).toBe(false);
    }
  }
});

test("a text of any length is refused at once, whatever is in it", () => {
  const texts = [
    // Words that can be told apart in many ways, because one ends with the letter with which the next one begins.
    `${"rrrrrootttttwilioooooperatorrr".repeat(500)}q`,
    "helpdesk".repeat(1_900),
    `${"1".repeat(15_000)}a`,
    "a\u0301\u0316".repeat(5_000),
  ];
  const startedAt = performance.now();
  for (const text of texts) expect(displayNameSchema.safeParse(text).success).toBe(false);
  expect(performance.now() - startedAt).toBeLessThan(1_000);
});

test("a name of the greatest length is judged quickly", () => {
  const word = "rrrrrootttttwilioooooperato";
  const startedAt = performance.now();
  for (const end of ["q", "!", "r"]) {
    displayNameSchema.safeParse(`${word.repeat(3).slice(0, 63)}${end}`);
    displayNameSchema.safeParse(`${"helpdesk".repeat(8).slice(0, 63)}${end}`);
    displayNameSchema.safeParse(`${"adminssupport".repeat(5).slice(0, 63)}${end}`);
  }
  expect(performance.now() - startedAt).toBeLessThan(1_000);
});
