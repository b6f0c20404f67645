import "server-only";

/** The longest piece (characters) of what somebody typed that is searched for or kept. */
const longest = 64;

/** What somebody typed, cut to a length, without the characters that PostgreSQL cannot store. */
export function storable(text: string): string {
  return text.replaceAll("\0", "").slice(0, longest).toWellFormed();
}

/** A LIKE pattern for anything that contains `text`, whose own `%` and `_` mean themselves. */
export function containing(text: string): string {
  return `%${storable(text).replace(/[\\%_]/g, "\\$&")}%`;
}
