import "server-only";

/** Signing in, up and out, for pages and route handlers. next-auth stays behind this folder. */
export { addPasskey, askForNewPasskey } from "./add-passkey";
export { changePassword, hasPassword } from "./change-password";
export { confirmPerson } from "./confirm-person";
export { currentPerson, currentSession, requirePersonForPage } from "./current-session";
export { listDevices } from "./devices";
export { handleAuth } from "./handle-auth";
export { rememberDevice } from "./known-device";
export { askForOwnPasskey, listPasskeys, removePasskey, renamePasskey } from "./passkeys";
export { countRecoveryCodes, renewRecoveryCodes } from "./recovery-codes";
export { endAllSessions, endDevice } from "./sessions";
export { askForAnyPasskey, signInByPasskey } from "./sign-in-by-passkey";
export { signInByRecovery } from "./sign-in-by-recovery";
export { signInOptions } from "./sign-in-options";
export { signUp, signUpMode } from "./sign-up";
export { isSuspendedVisitor } from "./suspended-visitor";
