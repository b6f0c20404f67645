import "server-only";

/** The people that every local installation begins with, to try it with. In twilio mode they are retired. */
export const demoPeople = [
  { username: "alice", displayName: "Alice", password: "browser-phone" },
  { username: "bob", displayName: "Bob", password: "browser-phone" },
] as const;
