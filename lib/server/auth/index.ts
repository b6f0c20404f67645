import "server-only";

/** Signing in, up and out, for pages and route handlers. next-auth stays behind this folder. */
export { changePassword, hasPassword } from "./change-password";
export { currentPerson, requirePersonForPage } from "./current-session";
export { handleAuth } from "./handle-auth";
export { endAllSessions } from "./sessions";
export { signInOptions } from "./sign-in-options";
export { signUp, signUpMode } from "./sign-up";
export { isSuspendedVisitor } from "./suspended-visitor";
