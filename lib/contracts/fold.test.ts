import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { foldQuery, foldText, matchesPerson, readUsername } from "./fold";

describe("two ways to write the same name fold to the same", () => {
  test.each([
    ["full width", "ＴＡＲＯ 山田", "taro 山田"],
    ["half-width katakana", "ｶﾀｶﾅ", "カタカナ"],
    ["half-width katakana with a voicing mark", "ｶﾞｷﾞ", "ガギ"],
    ["hiragana for katakana", "やまだ", "ヤマダ"],
    ["a decomposed accent", "Zoe\u0308", "Zoë"],
    ["no accent", "zoe", "Zoë"],
    ["decomposed kana", "か\u3099", "が"],
    ["decomposed Hangul", "김".normalize("NFD"), "김"],
    ["the final sigma", "ΟΔΥΣΣΕΥΣ", "οδυσσευς"],
    ["a sigma in the middle of what is typed so far", "οδυσσευσ", "Οδυσσεύς"],
    ["the sharp s", "STRASSE", "Straße"],
    ["the capital sharp s", "GROẞ", "gross"],
    ["the dotted capital I", "İstanbul", "istanbul"],
    ["the dotless i", "Işık", "isik"],
    ["a ligature", "ﬁnn", "Finn"],
    ["a letter with a stroke", "Łukasz Bjørn", "lukasz bjorn"],
    ["Arabic vowels and hamza", "أَحْمَد", "احمد"],
    ["Hebrew points", "שָׁלוֹם", "שלום"],
    ["mathematical letters", "𝐀𝓵𝓲𝓬𝓮", "alice"],
    ["an ideographic space, or none", "山田　太郎", "山田太郎"],
    ["a joiner", "علی\u200cرضا", "علیرضا"],
    ["a curly apostrophe", "O’Hara", "o'hara"],
  ])("%s", (_way, one, other) => {
    expect(foldText(one)).toBe(foldText(other));
  });

  test("what makes another name stays", () => {
    for (const [one, other] of [
      ["が", "か"],
      ["กี", "กิ"],
      ["김", "감"],
      ["नि", "नी"],
    ] as const) {
      expect(foldText(one)).not.toBe(foldText(other));
    }
  });
});

const anyText = fc.string({ unit: "binary", maxLength: 40 });

test("folding again changes nothing, whatever the text", () => {
  fc.assert(fc.property(anyText, (text) => foldText(foldText(text)) === foldText(text)));
});

test("a username folds to itself, so that usernames need no folded column", () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z0-9_]{3,32}$/), (username) => foldText(username) === username),
  );
});

test("a person is found by the whole name, composed or not, in any case", () => {
  fc.assert(
    fc.property(anyText, (displayName) => {
      const person = { username: "nobody_else", displayName };
      const spellings = [displayName, displayName.normalize("NFD"), displayName.normalize("NFKC")];
      return spellings.every((text) => text.length > 60 || matchesPerson(person, text));
    }),
  );
});

test.each(["@alice", "＠Alice", " alice ", "ＡＬＩＣＥ", "ali\u200bce"])(
  "a search for %j finds alice",
  (query) => {
    expect(matchesPerson({ username: "alice", displayName: "Somebody" }, query)).toBe(true);
  },
);

test("an at sign alone searches for everybody, like an empty field", () => {
  expect(foldQuery(" @ ")).toBe("");
});

test.each([
  [" Alice ", "alice"],
  ["@alice", "alice"],
  ["＠ａｌｉｃｅ", "alice"],
  ["ａｌｉｃｅ＿１", "alice_1"],
  ["ALİCE", "alice"],
  ["al\u200dice", "alice"],
  ["alicé", "alicé"],
  ["", ""],
])("the username in %j is %j", (text, username) => {
  expect(readUsername(text)).toBe(username);
});
