/** Letters that Unicode does not take apart into a plain letter and a mark, and how people type them. */
const plainLetters: Readonly<Record<string, string>> = {
  æ: "ae",
  œ: "oe",
  ø: "o",
  ł: "l",
  đ: "d",
  ð: "d",
  þ: "th",
  ħ: "h",
  ŧ: "t",
  ı: "i",
  // The form of sigma at the end of a word.
  ς: "σ",
  "’": "'",
  "‘": "'",
  ʼ: "'",
};
const special = new RegExp(`[${Object.keys(plainLetters).join("")}]`, "gu");

/**
 * Accents of Latin, Greek and Cyrillic letters, and the vowel points of Hebrew and Arabic: people leave them out when
 * they search. The marks of other scripts (a Japanese voicing mark, a Thai vowel) make another letter, and stay.
 */
const accent = /\p{M}/gu;
const accentBlocks = [
  [0x0300, 0x036f],
  [0x0591, 0x05c7],
  [0x064b, 0x065f],
  [0x0670, 0x0670],
  [0x1ab0, 0x1aff],
  [0x1dc0, 0x1dff],
  [0x20d0, 0x20ff],
] as const;

/** Stretches an Arabic word, and is no letter of it. */
const lengthener = "\u0640";

/** What nobody can see or type: joiners, variation selectors, direction marks, controls, halves of characters. */
const invisible = /[\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}\p{Cs}]/gu;

/** Katakana letters that have a hiragana one, 0x60 before them. */
const katakana = /[\u30a1-\u30f6\u30fd\u30fe]/g;

/**
 * A text as searches compare it. Two texts that people take for the same fold to the same: without regard to case, width
 * (`ＡＬＩＣＥ`, `ｶﾅ`), accents, kana, spaces, and how the characters are composed. Browser and server both search by it,
 * the server in a stored column: after a change, raise `keyVersion` in lib/server/people/keys.ts.
 */
export function foldText(text: string): string {
  const compatible = text.replace(invisible, "").normalize("NFKC");
  return (
    foldCase(compatible)
      .normalize("NFKD")
      .replace(accent, withoutAccent)
      .replaceAll(lengthener, "")
      // Taking a character apart can give capitals and marks again, such as those of a squared abbreviation.
      .toLowerCase()
      .replace(special, (letter) => plainLetters[letter] ?? letter)
      .normalize("NFC")
      .replace(katakana, (letter) => String.fromCharCode(letter.charCodeAt(0) - 0x60))
      .replace(invisible, "")
      .replace(/\s+/gu, "")
      .normalize("NFC")
  );
}

/** The longest text (UTF-16 units) that is searched for. */
const longestQuery = 64;

/** What somebody typed into a search, folded for the comparison with folded names. `@` before a username is left out. */
export function foldQuery(query: string): string {
  return foldText(query.trim().slice(0, longestQuery)).replace(/^@+/, "");
}

/** Whether a search for `query` finds a person. The server's search in SQL finds the same people. */
export function matchesPerson(
  person: { readonly username: string; readonly displayName: string },
  query: string,
): boolean {
  const wanted = foldQuery(query);
  return person.username.includes(wanted) || foldText(person.displayName).includes(wanted);
}

/**
 * The username that somebody means who typed `text`: ` Alice `, `@alice` and `ａｌｉｃｅ` are `alice`. The result need not
 * be a valid username.
 */
export function readUsername(text: string): string {
  return text
    .replace(invisible, "")
    .normalize("NFKC")
    .trim()
    .replace(/^@/, "")
    .toLowerCase()
    .replace(/i\u0307|ı/g, "i");
}

function withoutAccent(mark: string): string {
  const code = mark.codePointAt(0) ?? 0;
  return accentBlocks.some(([first, last]) => first <= code && code <= last) ? "" : mark;
}

/** By way of the capitals, so that `ß` is `ss`, and `ẞ` too. */
function foldCase(text: string): string {
  return text.toLowerCase().toUpperCase().toLowerCase();
}
