import { shownCallSchema, tokenResponseSchema } from "@/lib/contracts";
import { HttpError, type HttpFailure } from "@/lib/http/failure";
import { request, send } from "@/lib/http/request";
import { makeProblem } from "../model/problems";
import type { ProblemCode } from "../model/types";
import type { Api, TokenResult } from "../ports/deps";

function failureOf(error: unknown): HttpFailure {
  return error instanceof HttpError ? error.failure : { code: "network" };
}

/** Read from the status, not from the API's own code, because a proxy in front of the API may refuse too. */
function codeOf(failure: HttpFailure, refusals: Refusals): ProblemCode {
  switch (failure.code) {
    case "network":
      return navigator.onLine ? "server_unreachable" : "network_down";
    case "status":
      if (failure.status === 429) return "rate_limited";
      return refusals[failure.status] ?? "server_unreachable";
    case "malformed":
      return "server_unreachable";
  }
}

function retryAfterMs(failure: HttpFailure): number | null {
  if (failure.code !== "status" || failure.retryAfterSeconds === null) return null;
  return failure.retryAfterSeconds * 1_000;
}

/** What a status means that says more than that something failed. */
export type Refusals = Readonly<Record<number, ProblemCode>>;

/** Asks for a token. */
export async function askToken(path: string, body: unknown, refusals: Refusals): Promise<TokenResult> {
  try {
    const value = await request(path, tokenResponseSchema, { method: "POST", body });
    return { ok: true, value };
  } catch (error) {
    const failure = failureOf(error);
    return {
      ok: false,
      problem: makeProblem(codeOf(failure, refusals)),
      retryAfterMs: retryAfterMs(failure),
    };
  }
}

/** Asks for the record of the call at `path`. */
export function askRecord(path: string, { wait, timeoutMs }: Parameters<Api["record"]>[1]) {
  return request(`${path}${wait ? "?wait=1" : ""}`, shownCallSchema, { limitMs: timeoutMs }).catch(
    () => null,
  );
}

/** Returns the answer's status; null: none came. A lost message does no lasting harm: beats repeat, calls time out. */
export async function post(path: string, body: unknown): Promise<number | null> {
  try {
    return (await send(path, { method: "POST", body, keepalive: true })).status;
  } catch (error) {
    const failure = failureOf(error);
    return failure.code === "status" ? failure.status : null;
  }
}

/** Whether the server answers at all: a small file is asked for, which needs no other part of it. */
export function answers(): Promise<boolean> {
  return send("/browser-check.js", { forAnybody: true }).then(
    () => true,
    (error: unknown) => failureOf(error).code === "status",
  );
}
