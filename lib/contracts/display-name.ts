import { z } from "zod";

/** What the pages call an anonymous caller, in each language, as `lettersOf` returns it. */
const reserved = new Set([
  "anonymous",
  "anonymouscaller",
  "ananonymouscaller",
  "匿名",
  "匿名の相手",
  "匿名の発信者",
]);

/**
 * Format characters and line breaks, which change how the text around them is shown. The two joiners are allowed,
 * since emoji and scripts such as Persian and Sinhala need them. Half of a surrogate pair is no character, and the
 * embedded database refuses it.
 */
const unsafe = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]|(?![\u200c\u200d])\p{Cf}/u;

/** A visible letter, number or symbol. Unicode has some fillers and blanks in these classes, which are left out. */
const visible = /(?![\p{Default_Ignorable_Code_Point}\u2800\u{1d159}])[\p{L}\p{N}\p{S}]/u;

/** A display name: 1 to 64 characters after trimming, at least one visible, and not a name for anonymous callers. */
export const displayNameSchema = z
  .string()
  .trim()
  .min(1)
  .max(64)
  .refine((name) => !unsafe.test(name))
  .refine((name) => visible.test(name))
  .refine((name) => !reserved.has(lettersOf(name)));

/** The letters and digits of a name, without case and variants: names with the same ones look alike. */
function lettersOf(name: string): string {
  const plain = name.normalize("NFKC").toLowerCase();
  return plain.replace(/\p{Default_Ignorable_Code_Point}|[^\p{L}\p{N}]/gu, "");
}
