/** Why the browser or its device gave no passkey. Each has a text at `passkeys.problem.<reason>`. */
export type PasskeyReason = "cancelled" | "exists" | "failed";

/** The browser or its device gave no passkey. */
export class PasskeyProblem extends Error {
  override name = "PasskeyProblem";
  readonly reason: PasskeyReason;

  constructor(reason: PasskeyReason, cause: unknown) {
    super(reason, { cause });
    this.reason = reason;
  }
}

/** The problem that an error of WebAuthn means, by its name (WebAuthn level 3, sections 5.1.3 and 5.1.4). */
export function passkeyProblemOf(error: unknown): PasskeyProblem {
  const name = error instanceof Error ? error.name : "";
  // The user closed the dialog, or it waited too long; browsers do not say which.
  if (name === "NotAllowedError" || name === "AbortError") return new PasskeyProblem("cancelled", error);
  // The device has a passkey of this account.
  if (name === "InvalidStateError") return new PasskeyProblem("exists", error);
  return new PasskeyProblem("failed", error);
}
