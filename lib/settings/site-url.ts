/** The address of a site, as somebody wrote it and as browsers write it. */
export interface SiteUrl {
  /** As browsers send it in `Origin`: lower case, an international name in its ASCII form, no default port. */
  readonly origin: string;
  /**
   * Every spelling of this origin that the voice network may have been told, and so may sign: as written, and as
   * browsers write it.
   */
  readonly spellings: readonly string[];
}

const form = /^(https?:\/\/)([^/?#]*)(.*)$/is;

/**
 * Reads the address of a site. Returns the text of what is wrong with it instead, if something is: an address with a
 * path or a password in it would otherwise be shortened in silence, and no webhook would have the expected signature.
 */
export function readSiteUrl(text: string, allowedPath = ""): SiteUrl | string {
  const [, scheme = "", authority = "", rest = ""] = form.exec(text.trim()) ?? [];
  if (!scheme) return "must begin with https:// or http://";
  if (/[\s\\]/.test(authority + rest)) return "must not contain a space or a backslash";
  if (authority.includes("@")) return "must not contain a user name or a password";
  if (rest.includes("?")) return "must not contain a query (the part from the question mark)";
  if (rest.includes("#")) return "must not contain a fragment (the part from the #)";
  if (!["", "/", allowedPath].includes(rest)) {
    return "must not contain a path: only the scheme and the host, such as https://phone.example.com";
  }
  if (!URL.canParse(scheme + authority) || !isPlainAuthority(authority)) {
    return "does not name a host, such as https://phone.example.com";
  }
  const { origin, host: asciiHost, hostname } = new URL(scheme + authority);
  // A name may get its empty part only here: browsers read the ideographic dot (。) as a dot.
  if (hostname.split(".").includes("")) return "does not name a host, such as https://phone.example.com";
  const spellings = [scheme, scheme.toLowerCase()].flatMap((start) =>
    [authority, authority.toLowerCase(), asciiHost].map((end) => start + end),
  );
  return { origin, spellings: [...new Set([origin, ...spellings])] };
}

/** A host, with a port or without. URL alone also takes an empty port, `%` and `*`, and a dot at the end. */
function isPlainAuthority(authority: string): boolean {
  return /^(\[[0-9a-f:.]+\]|[^[\]:%*]*[^[\]:%*.])(:\d+)?$/i.test(authority);
}
