import "server-only";

/** Who is signed in, for pages and handlers. next-auth stays behind this folder. */
export { changePassword, hasPassword } from "./change-password";
export { currentPerson, requirePerson, requirePersonForPage, requireSession } from "./current-session";
export { type AuthContext, handleAuth } from "./handle-auth";
export { endAllSessions, type Person, type Session } from "./sessions";
export { type SignInOptions, signInOptions } from "./sign-in-options";
export { signUp } from "./sign-up";
