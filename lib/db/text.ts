import "server-only";
import { like, type SQL, sql } from "drizzle-orm";
import { searchedText } from "./schema";

/** The columns of `users` by which people are found, of the table or of an alias. */
type Names = Parameters<typeof searchedText>[0];

/** How much (characters) of a text that somebody typed is stored or searched for. */
const longest = 64;

/** A text that somebody typed, cut to length, without the characters that PostgreSQL cannot store. */
export function storable(text: string): string {
  return text.replaceAll("\0", "").slice(0, longest).toWellFormed();
}

/** A LIKE pattern for everything that contains `text`. A `%` or `_` in the text has no special meaning. */
export function containing(text: string): string {
  return `%${text
    .replaceAll("\0", "")
    .toWellFormed()
    .replace(/[\\%_]/g, "\\$&")}%`;
}

/** SQL: the person's username or display name contains `wanted`, a text folded by `foldQuery`. */
export function nameContains(person: Names, wanted: string): SQL {
  return like(searchedText(person), containing(wanted));
}

/**
 * SQL: the person's names have all grams of `wanted`, as they have if they contain it. An index answers this
 * (`users_grams`), for a part of a word of any length; {@link nameContains} then says whether it is so.
 */
export function hasGrams(person: Names, wanted: string): SQL {
  return sql`name_grams(${searchedText(person)}) @> ${sql.param(gramsOf(wanted))}::text[]`;
}

/** The pairs of characters that stand side by side in a text, or its only character: as `name_grams` of the database. */
function gramsOf(text: string): string[] {
  const characters = [...text.replaceAll("\0", "").toWellFormed()];
  const pairs = characters.slice(1).map((character, index) => `${characters[index]}${character}`);
  return pairs.length > 0 ? [...new Set(pairs)] : characters;
}
