/*
 * The recovery codes of an account that was just made, on their way from the sign-up page to the next one. They are in the
 * memory of this tab (`sessionStorage`): in no address, which would stay in the history, and in no cookie, which would go to
 * the server with each request. They are removed when the person has saved them, and when somebody signs in or out here.
 */

const key = "browser-phone.new-codes";

/** Keeps the codes of a new account for the pages of this tab. Without such a memory there are new ones in the settings. */
export function keepNewCodes(username: string, codes: readonly string[]): void {
  try {
    sessionStorage.setItem(key, JSON.stringify({ username, codes }));
  } catch {
    // Forbidden to this page.
  }
}

/** The codes that are kept for that person, or null. */
export function readNewCodes(username: string): readonly string[] | null {
  try {
    const kept = JSON.parse(sessionStorage.getItem(key) ?? "null");
    return kept?.username === username && Array.isArray(kept.codes) ? kept.codes.map(String) : null;
  } catch {
    return null;
  }
}

/** Forgets them. */
export function dropNewCodes(): void {
  try {
    sessionStorage.removeItem(key);
  } catch {
    // Then there are none.
  }
}
