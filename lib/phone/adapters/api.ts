import { forWhomParam, shownCallSchema, tokenResponseSchema } from "@/lib/contracts";
import { HttpError, type HttpFailure } from "@/lib/http/failure";
import { pagePerson } from "@/lib/http/person";
import { request, send } from "@/lib/http/request";
import { makeProblem } from "../model/problems";
import type { ProblemCode } from "../model/types";
import type { Api } from "../ports/deps";

function failureOf(error: unknown): HttpFailure {
  return error instanceof HttpError ? error.failure : { code: "network" };
}

/** Whether the person of this page is no longer the one who is signed in. */
function isGone(status: number | null): boolean {
  return status === 401 || status === 409;
}

/** Read from the status, not from the API's own code, because a proxy in front of the API may refuse too. */
function codeOf(failure: HttpFailure): ProblemCode {
  switch (failure.code) {
    case "network":
      return navigator.onLine ? "server_unreachable" : "network_down";
    case "status":
      // 409: somebody else is signed in at another tab of this browser.
      if (isGone(failure.status)) return "signed_out";
      return failure.status === 429 ? "rate_limited" : "server_unreachable";
    case "malformed":
      return "server_unreachable";
  }
}

function retryAfterMs(failure: HttpFailure): number | null {
  if (failure.code !== "status" || failure.retryAfterSeconds === null) return null;
  return failure.retryAfterSeconds * 1_000;
}

/** Returns the answer's status; null: none came. A lost message does no lasting harm: beats repeat, calls time out. */
async function post(path: string, body: unknown): Promise<number | null> {
  try {
    return (await send(path, { method: "POST", body, keepalive: true })).status;
  } catch (error) {
    const failure = failureOf(error);
    return failure.code === "status" ? failure.status : null;
  }
}

function callPath(ref: string): string {
  return `/api/calls/${encodeURIComponent(ref)}`;
}

/** The app's API over fetch, in the page's own session. */
export function createApi(): Api {
  return {
    async token() {
      try {
        const value = await request("/api/voice/token", tokenResponseSchema, { method: "POST", body: {} });
        return { ok: true, value };
      } catch (error) {
        const failure = failureOf(error);
        return { ok: false, problem: makeProblem(codeOf(failure)), retryAfterMs: retryAfterMs(failure) };
      }
    },
    answers: () =>
      // A small file, which needs no other part of the server.
      send("/browser-check.js", { forAnybody: true }).then(
        () => true,
        (error: unknown) => failureOf(error).code === "status",
      ),
    record(ref, { wait, timeoutMs }) {
      const path = `${callPath(ref)}${wait ? "?wait=1" : ""}`;
      return request(path, shownCallSchema, { limitMs: timeoutMs }).catch(() => null);
    },
    async ended(ref, tab) {
      await post(`${callPath(ref)}/ended`, { tab });
    },
    async busy(ref, tab) {
      await post(`${callPath(ref)}/ended`, { tab, busy: true });
    },
    async beat(beat) {
      const status = await post("/api/presence", beat);
      if (isGone(status)) return "signed_out";
      return status !== null && status < 400 ? "stored" : "lost";
    },
    lastBeat(beat) {
      const body = new Blob([JSON.stringify(beat)], { type: "application/json" });
      const person = pagePerson();
      const query = person === null ? "" : `?${forWhomParam}=${encodeURIComponent(person)}`;
      // Some privacy settings take beacons away.
      if (navigator.sendBeacon?.(`/api/presence${query}`, body) === undefined)
        void post("/api/presence", beat);
    },
  };
}
