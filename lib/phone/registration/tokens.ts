import type { TokenResponse } from "@/lib/contracts";
import { makeProblem, tokenRefusal } from "../model/problems";
import type { LineRefusal } from "../model/types";
import type { PhoneDeps, TokenResult } from "../ports/deps";
import { backoffMs } from "../util/backoff";
import { createScope } from "../util/scope";

/** How long before its end a token is renewed, or at half its lifetime if that is shorter. */
const leadMs = 75_000;

/**
 * Milliseconds that a token is valid, counted from the moment it came: from its own `iat` and `exp`, so that a
 * wrong clock on this machine or on the server does not matter. Decoded by hand, because these lines are all that
 * the browser would need of a JWT library.
 */
export function lifetimeMs(token: string, expiresAt: string, now: number): number {
  try {
    const body = token.split(".")[1] ?? "";
    const claims: unknown = JSON.parse(atob(body.replace(/-/g, "+").replace(/_/g, "/")));
    if (typeof claims === "object" && claims !== null && "iat" in claims && "exp" in claims) {
      if (typeof claims.iat === "number" && typeof claims.exp === "number") {
        return (claims.exp - claims.iat) * 1_000;
      }
    }
  } catch {
    // Not a readable JWT: the server's own date is used instead.
  }
  return Date.parse(expiresAt) - now;
}

/** The person of an identity, in which the session comes last (lib/server/voice/voice-identity.ts). */
function personOf(identity: string): string {
  return identity.replace(/_[^_]+$/, "");
}

/** The access token of this tab. */
export interface Tokens {
  /** A token that is not about to expire: the present one, or a new one. Callers share one request. */
  get(): Promise<TokenResult>;
  /** Whether the present one is about to expire, or has. */
  isDue(): boolean;
  /** Renews now if it is time: timers do not run while a page is frozen or a machine sleeps. */
  check(): void;
  /** The network refused the present one: the next `get` asks for another. */
  forget(): void;
  /** Ends the renewal. The answer to a request that is under way is not used. */
  stop(): void;
}

/**
 * Keeps a token fresh. `onRenewed` gets each later one before the earlier expires; `onReplaced` is called instead if it
 * is of another session, because the same person has signed in again: a Device keeps the identity of its first token.
 * `onRefused` is called when there will be none (signed out, or the guest link works no more).
 */
export function createTokens(
  { api, clock, random }: PhoneDeps,
  hooks: {
    onRenewed(token: TokenResponse): void;
    onReplaced(): void;
    onRefused(problem: LineRefusal): void;
  },
): Tokens {
  let current: { readonly response: TokenResponse; readonly renewAt: number } | null = null;
  let pending: Promise<TokenResult> | null = null;
  let identity: string | null = null;
  /** From the first request until `stop`. */
  let run = createScope();
  let timer = run.child();

  async function fetchToken(): Promise<TokenResult> {
    const thisRun = run;
    const result = await api.token();
    if (!thisRun.active) return result;
    pending = null;
    if (!result.ok) return result;
    const known = identity ?? result.value.identity;
    // Another person has signed in at another tab, and this tab still shows the former one.
    if (personOf(result.value.identity) !== personOf(known)) {
      return { ok: false, problem: makeProblem("signed_out"), retryAfterMs: null };
    }
    identity = result.value.identity;
    const lifetime = lifetimeMs(result.value.token, result.value.expiresAt, clock.now());
    const renewIn = Math.max(1_000, lifetime - Math.min(leadMs, lifetime / 2));
    current = { response: result.value, renewAt: clock.now() + renewIn };
    schedule(renewIn, 0);
    if (identity !== known) hooks.onReplaced();
    return result;
  }

  function request(): Promise<TokenResult> {
    pending ??= fetchToken();
    return pending;
  }

  function schedule(ms: number, failures: number): void {
    timer.end();
    timer = run.child();
    timer.add(clock.after(ms, () => void renew(failures)));
  }

  async function renew(failures: number): Promise<void> {
    const thisRun = run;
    const before = identity;
    timer.end();
    const result = await request();
    if (!thisRun.active) return;
    if (result.ok) {
      if (identity === before) hooks.onRenewed(result.value);
      return;
    }
    const refusal = tokenRefusal(result.problem);
    if (refusal) return hooks.onRefused(refusal);
    schedule(result.retryAfterMs ?? backoffMs(failures, random()), failures + 1);
  }

  function isDue(): boolean {
    return current === null || clock.now() >= current.renewAt;
  }

  return {
    isDue,
    async get() {
      if (current && !isDue()) return { ok: true, value: current.response };
      return request();
    },
    check() {
      if (current && isDue() && !pending) void renew(0);
    },
    forget() {
      current = null;
      timer.end();
    },
    stop() {
      run.end();
      run = createScope();
      current = null;
      pending = null;
    },
  };
}
