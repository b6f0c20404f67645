import "server-only";

/** Who is signed in, for pages and handlers. next-auth stays behind this folder. */
export { changePassword, hasPassword } from "./change-password";
export { currentPerson, requirePerson, requirePersonForPage, requireSession } from "./current";
export { type AuthContext, handleAuth } from "./handler";
export { endAllSessions, type Person, type Session } from "./sessions";
export { signUp } from "./sign-up";
export { type SignInOptions, signInOptions } from "./ways";
