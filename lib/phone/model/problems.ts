import type {
  LineRefusal,
  MicrophonePermission,
  MicrophoneProblem,
  PageProblem,
  Problem,
  ProblemCode,
} from "./types";

/** Our codes of the SDK's errors (https://www.twilio.com/docs/voice/sdks/error-codes). Any other error is `unknown`. */
const codes: ReadonlyMap<number, ProblemCode> = new Map([
  [20101, "token_refused"],
  [20104, "token_refused"],
  [20151, "token_refused"],
  [31201, "token_refused"],
  [31202, "token_refused"],
  [31203, "token_refused"],
  [31204, "token_refused"],
  [31205, "token_refused"],
  [31207, "token_refused"],
  // The token names a TwiML app that the account does not have.
  [31001, "not_set_up"],
  [31206, "rate_limited"],
  [31000, "signalling_lost"],
  [31005, "signalling_lost"],
  [31009, "signalling_lost"],
  [53000, "signalling_lost"],
  [53001, "signalling_lost"],
  [31003, "media_failed"],
  [53400, "media_failed"],
  [53402, "media_failed"],
  [53405, "media_failed"],
  [31401, "mic_denied"],
  [31402, "mic_busy"],
]);

/** Makes a Problem. `sdkCode`: the SDK's number of the error, if the SDK reported it. */
export function makeProblem<Code extends ProblemCode>(
  code: Code,
  sdkCode: number | null = null,
): Problem<Code> {
  return { code, sdkCode };
}

/**
 * The same problem where calls go through the local gateway: sound that finds no way has another cause there than a
 * firewall between this network and the world.
 */
export function withLocalCause(problem: Problem, isLocal: boolean): Problem {
  const isOfSound = isLocal && problem.code === "media_failed";
  return isOfSound ? makeProblem("media_failed_local", problem.sdkCode) : problem;
}

/** The problem, if the server gives no token until the user does something; else null. */
export function tokenRefusal({ code }: Problem): LineRefusal | null {
  return code === "signed_out" || code === "link_over" ? { code, sdkCode: null } : null;
}

function sdkCodeOf(error: unknown): number | null {
  if (typeof error !== "object" || error === null || !("code" in error)) return null;
  return typeof error.code === "number" ? error.code : null;
}

/** The Problem of an error that the SDK emitted or threw. */
function problemOfSdk(error: unknown): Problem {
  const sdkCode = sdkCodeOf(error);
  return makeProblem(sdkCode === null ? "unknown" : (codes.get(sdkCode) ?? "unknown"), sdkCode);
}

function textOf(error: unknown, key: "name" | "message"): string {
  // Not every browser makes its OverconstrainedError an Error.
  if (typeof error !== "object" || error === null || !(key in error)) return "";
  return String((error as Record<typeof key, unknown>)[key]);
}

/** Whether getUserMedia was refused, by the user, the page's rights or the system. */
export function isRefusal(error: unknown): boolean {
  return ["NotAllowedError", "SecurityError", "PermissionDeniedError"].includes(textOf(error, "name"));
}

/**
 * Who refused it. Browsers use one name for all three. Chrome says in the message which it was ("Permission denied by
 * system", "Permission dismissed"); elsewhere the page's own permission tells.
 */
function refusalOf(error: unknown, permission: MicrophonePermission | null): MicrophoneProblem {
  const message = textOf(error, "message");
  if (/by (the )?system/i.test(message)) return makeProblem("mic_system");
  if (/dismissed/i.test(message)) return makeProblem("mic_dismissed");
  if (permission === "granted") return makeProblem("mic_system");
  return makeProblem(permission === "prompt" ? "mic_dismissed" : "mic_denied");
}

/** The Problem of a rejected getUserMedia. `permission`: what the browser says after it; null: it does not say. */
export function problemOfMicrophone(
  error: unknown,
  permission: MicrophonePermission | null = null,
): MicrophoneProblem {
  if (error instanceof PageUnfitError) return makeProblem(error.code);
  if (isRefusal(error)) return refusalOf(error, permission);
  switch (textOf(error, "name")) {
    case "NotFoundError":
    case "OverconstrainedError":
    case "DevicesNotFoundError":
      return makeProblem("mic_missing");
    default:
      return makeProblem("mic_busy");
  }
}

/** A page on which the browser offers no microphones at all. */
export class PageUnfitError extends Error {
  constructor(readonly code: PageProblem["code"]) {
    super(code);
    this.name = "PageUnfitError";
  }
}

/** An Error that carries a Problem through a rejected promise. */
export class ProblemError extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.code);
    this.name = "ProblemError";
    this.problem = problem;
  }
}

/** The Problem of a rejection: ours if it carries one, else the SDK's. */
export function problemOf(error: unknown): Problem {
  return error instanceof ProblemError ? error.problem : problemOfSdk(error);
}
