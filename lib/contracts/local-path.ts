const base = "http://here.invalid";

/** The longest path (characters) that is taken from an address. Longer ones are none of ours. */
const longest = 2_000;

/**
 * `text` as a normalised path of this site, or null if it leads elsewhere, is no path, or is too long.
 *
 * Only the returned text may be used, not the one that was given: browsers read "/\t/elsewhere" and "/\elsewhere" as
 * "//elsewhere", which is another site. Normalising alone is not enough either, since "/.//elsewhere" becomes
 * "//elsewhere". So what is returned has been read a second time, and stayed what it was.
 */
export function localPath(text: string): string | null {
  if (!text.startsWith("/")) return null;
  const path = normalise(text);
  // The result, since normalising writes a letter as up to nine characters.
  if (path === null || path.length > longest) return null;
  return normalise(path) === path ? path : null;
}

function normalise(text: string): string | null {
  try {
    const { origin, pathname, search, hash } = new URL(text, base);
    return origin === base ? `${pathname}${search}${hash}` : null;
  } catch {
    return null;
  }
}
