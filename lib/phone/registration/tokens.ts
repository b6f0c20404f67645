import type { TokenResponse } from "@/lib/contracts";
import type { Cancel, PhoneDeps, Result } from "../ports/deps";
import { makeProblem } from "../problems";
import type { LineRefusal } from "../types";
import { backoffMs } from "../util/backoff";

const leadMs = 75_000;

/**
 * Milliseconds a token is good for, counted from the moment it came: from its own `iat` and `exp`, so that a
 * wrong clock on this machine or a slow one on the server does not matter.
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
    // Not a JWT we can read: the server's own date is the next best.
  }
  return Date.parse(expiresAt) - now;
}

export interface Tokens {
  /** A token that is not about to expire: the present one, or a new one. Two callers share one request. */
  get(): Promise<Result<TokenResponse>>;
  /** Whether the present one is about to expire, or has. */
  isDue(): boolean;
  /** Renews now if it is time: timers do not run while a page is frozen or a machine sleeps. */
  check(): void;
  /** The network refused the present one. */
  forget(): void;
  stop(): void;
}

/**
 * Keeps a token fresh. `onRenewed` gets each later one before the earlier expires; `onRefused` is told when
 * there will be none (signed out).
 */
export function createTokens(
  { api, clock, random }: PhoneDeps,
  hooks: { onRenewed(token: TokenResponse): void; onRefused(problem: LineRefusal): void },
): Tokens {
  let current: { readonly response: TokenResponse; readonly renewAt: number } | null = null;
  let pending: Promise<Result<TokenResponse>> | null = null;
  let cancelTimer: Cancel = () => {};
  let run = 0;
  let identity: string | null = null;

  async function fetchToken(): Promise<Result<TokenResponse>> {
    const mine = run;
    const result = await api.token();
    if (mine !== run) return result;
    pending = null;
    if (!result.ok) return result;
    identity ??= result.value.identity;
    // Somebody else signed in at another tab: this one still shows the person who is gone.
    if (result.value.identity !== identity) {
      return { ok: false, problem: makeProblem("signed_out"), retryAfterMs: null };
    }
    const lifetime = lifetimeMs(result.value.token, result.value.expiresAt, clock.now());
    const renewIn = Math.max(1_000, lifetime - Math.min(leadMs, lifetime / 2));
    current = { response: result.value, renewAt: clock.now() + renewIn };
    schedule(renewIn, 0);
    return result;
  }

  function request(): Promise<Result<TokenResponse>> {
    pending ??= fetchToken();
    return pending;
  }

  function schedule(ms: number, failures: number): void {
    cancelTimer();
    cancelTimer = clock.after(ms, () => void renew(failures));
  }

  async function renew(failures: number): Promise<void> {
    const mine = run;
    cancelTimer();
    const result = await request();
    if (mine !== run) return;
    if (result.ok) return hooks.onRenewed(result.value);
    if (result.problem.code === "signed_out") return hooks.onRefused(makeProblem("signed_out"));
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
      cancelTimer();
    },
    stop() {
      run += 1;
      current = null;
      pending = null;
      cancelTimer();
    },
  };
}
