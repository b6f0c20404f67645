import { callRecordSchema, tokenResponseSchema } from "@/lib/contracts";
import type { Api, Result } from "../ports/deps";
import { makeProblem } from "../problems";
import type { ProblemCode } from "../types";

/** A request that the server leaves open so long is as good as lost. */
const requestLimitMs = 10_000;

function failed(code: ProblemCode, retryAfterMs: number | null = null): Result<never> {
  return { ok: false, problem: makeProblem(code), retryAfterMs };
}

function retryAfterOf(response: Response): number | null {
  const seconds = Number(response.headers.get("retry-after") ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1_000 : null;
}

function post(url: string, body: unknown, keepalive = false): Promise<Response> {
  return fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
    keepalive,
    signal: AbortSignal.timeout(requestLimitMs),
  });
}

/** What may be lost: the next beat or the server's own clock mends it. null: no answer. */
function postOrLose(url: string, body: unknown): Promise<Response | null> {
  return post(url, body, true).catch(() => null);
}

/** The app's API over fetch, in the page's own session. */
export function createApi(): Api {
  return {
    async token() {
      try {
        const response = await post("/api/voice/token", {});
        if (response.status === 401) return failed("signed_out");
        if (response.status === 429) return failed("rate_limited", retryAfterOf(response));
        if (!response.ok) return failed("server_unreachable", retryAfterOf(response));
        return { ok: true, value: tokenResponseSchema.parse(await response.json()) };
      } catch {
        return failed(navigator.onLine ? "server_unreachable" : "network_down");
      }
    },
    async record(ref, { wait, timeoutMs }) {
      try {
        const url = `/api/calls/${encodeURIComponent(ref)}${wait ? "?wait=1" : ""}`;
        const response = await fetch(url, { cache: "no-store", signal: AbortSignal.timeout(timeoutMs) });
        return response.ok ? callRecordSchema.parse(await response.json()) : null;
      } catch {
        return null;
      }
    },
    ended: (ref, tab) => void postOrLose(`/api/calls/${encodeURIComponent(ref)}/ended`, { tab }),
    async busy(ref, tab) {
      await postOrLose(`/api/calls/${encodeURIComponent(ref)}/ended`, { tab, busy: true });
    },
    async beat(beat) {
      const response = await postOrLose("/api/presence", beat);
      return response?.status !== 401;
    },
    lastBeat(beat) {
      const body = new Blob([JSON.stringify(beat)], { type: "application/json" });
      navigator.sendBeacon("/api/presence", body);
    },
  };
}
