import "server-only";

/** Whether a username could be read as a phone number: it has no letter. Such a name is never called. */
export function looksLikeNumber(username: string): boolean {
  return !/[a-z]/.test(username);
}
