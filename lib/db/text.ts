import "server-only";
import { like, or, type SQL, sql } from "drizzle-orm";
import type { AnyPgColumn } from "drizzle-orm/pg-core";

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

/** The columns of `users` by which people are found, of the table or of an alias. */
type Names = Record<"username" | "displayName" | "searchName", AnyPgColumn>;

/** SQL: the person's username or display name contains `wanted`, a text folded by `foldQuery`. */
export function nameContains(person: Names, wanted: string): SQL | undefined {
  const pattern = containing(wanted);
  // A row that an earlier version wrote during an update has no folded name until the next migration.
  const name = sql`coalesce(${person.searchName}, lower(${person.displayName}))`;
  return or(like(person.username, pattern), like(name, pattern));
}
