import { makeProblem, problemOf, tokenRefusal } from "../model/problems";
import type { LineRefusal, Problem } from "../model/types";
import type { PhoneDeps } from "../ports/deps";
import type { DeviceSetup } from "../ports/voice";
import { createScope, type Scope } from "../util/scope";
import { networkLimitMs } from "../util/timeout";
import { type DeviceListener, type DeviceRegistration, registerDevice } from "./device-registration";
import type { Tokens } from "./tokens";

/** One attempt to register, and the Device that it made: from the request of a token until the next attempt begins. */
export interface Attempt {
  /** Ends with the attempt: its Device, and the wait for the next attempt. */
  readonly scope: Scope;
  /** null: not made yet, or closed, or detached. */
  device: DeviceRegistration | null;
  /** Calls go through the local gateway. */
  isLocal: boolean;
  /** How many attempts have failed since the last one that succeeded: each makes the next wait longer. */
  failures: number;
  /** Why the line will be refused when the present call has ended; null: it will not. */
  refusal: LineRefusal | null;
  /** When the Device last got another token because the network refused one (ms since the epoch). */
  tokenReplacedAt: number;
}

/** `failures`: how many attempts have failed before this one. */
export function createAttempt(failures: number): Attempt {
  const scope = createScope();
  const attempt: Attempt = {
    scope,
    device: null,
    isLocal: false,
    failures,
    refusal: null,
    tokenReplacedAt: Number.NEGATIVE_INFINITY,
  };
  scope.add(() => {
    attempt.device?.close();
    attempt.device = null;
  });
  return attempt;
}

type AttemptResult =
  | { readonly kind: "registered" }
  | { readonly kind: "failed"; readonly problem: Problem; readonly retryAfterMs: number | null }
  /** Another attempt would not help. */
  | { readonly kind: "refused"; readonly problem: LineRefusal }
  /** The attempt was ended before it had a result. */
  | { readonly kind: "ended" };

interface AttemptParts {
  readonly deps: PhoneDeps;
  readonly tokens: Tokens;
  readonly getUserMedia: DeviceSetup["getUserMedia"];
  readonly listener: DeviceListener;
}

/** Gets a token, loads the SDK, makes a Device and registers it. Never rejects. */
export async function runAttempt(attempt: Attempt, parts: AttemptParts): Promise<AttemptResult> {
  const { deps, tokens, getUserMedia, listener } = parts;
  const { scope } = attempt;

  const answer = await tokens.get();
  if (!scope.active) return { kind: "ended" };
  if (!answer.ok) {
    const refusal = tokenRefusal(answer.problem);
    return refusal ? { kind: "refused", problem: refusal } : failed(answer.problem, answer.retryAfterMs);
  }
  const { token, signaling, edge } = answer.value;
  attempt.isLocal = signaling !== undefined;

  const voice = await deps.loadVoice(signaling).catch(() => null);
  if (!scope.active) return { kind: "ended" };
  if (!voice) {
    const problem = await problemOfMissingSdk(deps);
    return scope.active ? failed(problem) : { kind: "ended" };
  }
  if (!voice.supported) return { kind: "refused", problem: makeProblem("unsupported_browser") };

  try {
    attempt.device = registerDevice(deps, voice, { token, edge, getUserMedia }, listener);
  } catch (error) {
    return failed(problemOf(error));
  }
  const failure = await attempt.device.failure;
  if (!scope.active) return { kind: "ended" };
  if (!failure) return { kind: "registered" };

  attempt.device?.close();
  attempt.device = null;
  if (failure.code === "token_refused") tokens.forget();
  return failed(failure);
}

/**
 * Why the SDK could not be loaded. A server that answers, but no longer has a file of this page, runs another version of
 * the app: only a reload helps.
 */
async function problemOfMissingSdk({ api, page }: PhoneDeps): Promise<Problem> {
  if (await api.answers()) return makeProblem("new_version");
  return makeProblem(page.online ? "server_unreachable" : "network_down");
}

function failed(failure: Problem, retryAfterMs: number | null = null): AttemptResult {
  return { kind: "failed", problem: failure, retryAfterMs };
}

/** Gives the Device another token. */
export async function replaceToken(attempt: Attempt, tokens: Tokens): Promise<void> {
  const next = await tokens.get();
  if (next.ok) attempt.device?.device.updateToken(next.value.token);
}

/** Gives the Device another token because the network refused the present one, but not in a loop. */
export async function replaceRefusedToken(attempt: Attempt, tokens: Tokens, now: number): Promise<void> {
  if (now - attempt.tokenReplacedAt < networkLimitMs) return;
  attempt.tokenReplacedAt = now;
  await replaceToken(attempt, tokens);
}
