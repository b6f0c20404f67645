import "server-only";

/** How much (characters) of a text that somebody typed is stored or searched for. */
const longest = 64;

/** A text that somebody typed, cut to length, without the characters that PostgreSQL cannot store. */
export function storable(text: string): string {
  return text.replaceAll("\0", "").slice(0, longest).toWellFormed();
}

/** A LIKE pattern for everything that contains `text`. A `%` or `_` in the text has no special meaning. */
export function containing(text: string): string {
  return `%${storable(text).replace(/[\\%_]/g, "\\$&")}%`;
}
