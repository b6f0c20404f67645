import "server-only";

/** Signing in, up and out, for pages and route handlers. next-auth stays behind this folder. */
export { changePassword, hasPassword } from "./change-password";
export { currentPerson, currentSession, requirePersonForPage } from "./current-session";
export { listDevices } from "./devices";
export { handleAuth } from "./handle-auth";
export { rememberDevice } from "./known-device";
export { endAllSessions, endDevice } from "./sessions";
export { signInOptions } from "./sign-in-options";
export { signUp, signUpMode } from "./sign-up";
export { isSuspendedVisitor } from "./suspended-visitor";
