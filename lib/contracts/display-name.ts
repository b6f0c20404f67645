import * as z from "zod/mini";
import { isReservedName } from "./reserved";

/** Format characters and line breaks, which change how the text around them is shown, and halves of characters. */
const unsafe = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]|(?![\u200c\u200d])\p{Cf}/u;

/** A visible letter, number or symbol. Unicode has some fillers and blanks in these classes, which are left out. */
const visible = /(?![\p{Default_Ignorable_Code_Point}\u2800\u{1d159}])[\p{L}\p{N}\p{S}]/u;

/** A mark with nothing to stand on, or so many that they cover the lines around it. */
const strayMark = /(?:^|\p{Z})\p{M}|\p{M}{5}/u;

/** Scripts whose letters never join, so that a joiner between them cannot be seen. */
const unjoined =
  /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Armenian}\p{Script=Hebrew}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

/** Letters of these scripts look like each other. No word is written in two of them. */
const similarScripts = [
  /\p{Script=Latin}/u,
  /\p{Script=Cyrillic}/u,
  /\p{Script=Greek}/u,
  /\p{Script=Cherokee}/u,
];

/** An at sign of any width. It marks a username, so a display name with one could show somebody else's. */
const atSign = /[@\uff20\ufe6b]/;

/**
 * How much of a name is read (UTF-16 units), before it is tidied. The checks take much longer for a long text, and anybody
 * can send one.
 */
const mostRead = 1_000;

/**
 * A display name: 1 to 64 characters after trimming, at least one visible, with nothing that hides or rearranges
 * characters. Runs of spaces become one. Two reasons have a code of their own (`params.code` of the issue):
 * `name_reserved`, a name of the app or of a caller without a name; `name_misleading`, one that could pass for another
 * person's.
 */
export const displayNameSchema = z.string().check(
  z.trim(),
  z.maxLength(mostRead, { abort: true }),
  z.overwrite(tidy),
  z.minLength(1),
  z.maxLength(64, { abort: true }),
  z.refine((name) => !unsafe.test(name) && !strayMark.test(name)),
  z.refine((name) => visible.test(name) && !hidesSomething(name)),
  z.refine((name) => !isReservedName(name), { params: { code: "name_reserved" } }),
  z.refine((name) => !atSign.test(name) && !mixesScripts(name), { params: { code: "name_misleading" } }),
);

/** The name composed, with one space in place of several. An ideographic space stays one. */
function tidy(name: string): string {
  return name.normalize("NFC").replace(/\p{Zs}+/gu, (spaces) => (spaces.includes("\u3000") ? "\u3000" : " "));
}

function mixesScripts(name: string): boolean {
  const words = name.split(/[^\p{L}\p{M}]+/u);
  return words.some((word) => similarScripts.filter((script) => script.test(word)).length > 1);
}

/** Whether the name has a character that nobody sees where it stands. */
function hidesSomething(name: string): boolean {
  const characters = [...name];
  return characters.some((character, i) => {
    const [before, after] = [characters[i - 1], characters[i + 1]];
    if (/[\u2800\u{1d159}]/u.test(character)) return true;
    if (!/\p{Default_Ignorable_Code_Point}/u.test(character)) return false;
    if (/[\u200c\u200d]/.test(character)) return !joins(before) || !joins(after);
    return !(/\p{Variation_Selector}/u.test(character) && hasVariants(before));
  });
}

/** Whether a joiner beside this character can change how it looks. */
function joins(character: string | undefined): boolean {
  if (character === undefined) return false;
  if (/\p{Extended_Pictographic}|\p{Emoji_Modifier}|\ufe0f/u.test(character)) return true;
  return /[\p{L}\p{M}]/u.test(character) && !unjoined.test(character);
}

function hasVariants(character: string | undefined): boolean {
  if (character === undefined) return false;
  return /[\p{Script=Han}0-9#*\p{S}]/u.test(character) || joins(character);
}
