import { z } from "zod";

/** What a caller without a name is called, in the languages we speak; compared as `lettersOf` makes of it. */
const reserved = new Set([
  "anonymous",
  "anonymouscaller",
  "ananonymouscaller",
  "匿名",
  "匿名の相手",
  "匿名の発信者",
]);

/**
 * Format characters and line breaks, which change how the text around them is shown. The two joiners may stay:
 * emoji, and scripts such as Persian and Sinhala, are written with them.
 */
const unsafe = /[\p{Cc}\p{Zl}\p{Zp}]|(?![\u200c\u200d])\p{Cf}/u;

/** A letter, number or symbol that one sees: Unicode counts some fillers and blanks among them. */
const visible = /(?![\p{Default_Ignorable_Code_Point}\u2800\u{1d159}])[\p{L}\p{N}\p{S}]/u;

/** A display name: 1 to 64 characters after trimming, one of them visible, and not what anonymous callers are called. */
export const displayNameSchema = z
  .string()
  .trim()
  .min(1)
  .max(64)
  .refine((name) => !unsafe.test(name))
  .refine((name) => visible.test(name))
  .refine((name) => !reserved.has(lettersOf(name)));

function lettersOf(name: string): string {
  const plain = name.normalize("NFKC").toLowerCase();
  return plain.replace(/\p{Default_Ignorable_Code_Point}|[^\p{L}\p{N}]/gu, "");
}
