import "server-only";

/** The longest value (characters) of a cookie that browsers keep is shorter. */
const longest = 4_096;

/**
 * All values of the cookie `name` in a request. There may be several, since one of a parent domain or of a longer path
 * is sent beside ours, and in either order. What they contain is unchecked.
 */
export function cookieValues(headers: Pick<Headers, "get">, name: string): string[] {
  return (headers.get("cookie") ?? "")
    .split(";")
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`) && pair.length <= longest)
    .map((pair) => decoded(pair.slice(name.length + 1)));
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
