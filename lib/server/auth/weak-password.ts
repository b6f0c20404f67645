import "server-only";
import type { ZxcvbnFactory } from "@zxcvbn-ts/core";
import { AppError } from "@/lib/errors";

/** Words that everybody here tries first, beside the person's own names. */
const productWords = ["Browser Phone", "Twilio"];

/**
 * How much of a password is judged (characters). The time grows fast with the length, and 32 characters that are not
 * easy to guess are enough, whatever follows.
 */
const judged = 32;

/** The lowest score that is taken, of 0 to 4. Below it, one million guesses find the password. */
const lowestScore = 2;

/**
 * The shortest part of a name (UTF-16 units) that is a word of its own. Shorter ones make no password weaker, and with
 * many of them the judge tries every way to put them together.
 */
const shortestWord = 3;

let judge: Promise<ZxcvbnFactory> | undefined;

/**
 * Refuses a new password that is easy to guess: one of the 49,000 most common ones, also spelt with other cases or
 * digits for letters; a pattern such as "abcabcabc" or a row of keys; a date; or little more than one of `words` (the
 * person's names) or of the product's. There are no rules of composition. Throws `weak_password`.
 */
export async function refuseWeakPassword(password: string, words: readonly string[]): Promise<void> {
  judge ??= loadJudge();
  const start = [...password].slice(0, judged).join("");
  const { score } = (await judge).check(start, [...productWords, ...words].flatMap(spellings));
  if (score < lowestScore) throw new AppError("weak_password");
}

/** A name as people write it into a password: in parts, in one, and with another sign between the parts. */
function spellings(name: string): string[] {
  const parts = name.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  const words = parts.filter((part) => part.length >= shortestWord);
  return [name, ...words, ...["", " ", "-", "_", "."].map((sign) => parts.join(sign))];
}

/** Loaded at first use: the list of passwords is large, and most processes never need it. */
async function loadJudge(): Promise<ZxcvbnFactory> {
  const [{ ZxcvbnFactory }, { dictionary, adjacencyGraphs }] = await Promise.all([
    import("@zxcvbn-ts/core"),
    import("@zxcvbn-ts/language-common"),
  ]);
  return new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs });
}
