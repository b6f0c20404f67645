/**
 * The hosts whose pages `next dev` serves its scripts to, beside localhost: every name of this machine and the hosts of
 * the addresses that the environment names, such as a tunnel's. For other hosts a page would load and never hydrate.
 * @param {Readonly<Record<string, string | undefined>>} environment
 * @returns {string[]} host names, as `URL.hostname` writes them
 */
export function devOrigins({ APP_URL, NEXTAUTH_URL }) {
  const named = [APP_URL, NEXTAUTH_URL].filter((url) => url && URL.canParse(url));
  return [...new Set(["localhost", "127.0.0.1", "[::1]", ...named.map((url) => new URL(url).hostname)])];
}
