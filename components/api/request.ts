import type { ZodMiniType } from "zod/mini";
import type { ErrorCode } from "@/lib/contracts";
import { HttpError, type HttpFailure } from "@/lib/http/failure";
import * as http from "@/lib/http/request";

export type { RequestOptions } from "@/lib/http/request";

/** What a failed request is shown as: a code of the API's, or `network` when no answer came. */
export type FailureCode = ErrorCode | "network";

/** A request that did not succeed. Its `code` has a text at `errors.<code>`. */
export class RequestError extends Error {
  override name = "RequestError";
  readonly code: FailureCode;
  /** Seconds to wait, when the server said so. */
  readonly retryAfterSeconds: number | null;

  constructor(code: FailureCode, retryAfterSeconds: number | null = null) {
    super(code);
    this.code = code;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** Asks our API, and checks the answer against `schema`. Throws {@link RequestError}. */
export function request<T>(path: string, schema: ZodMiniType<T>, options?: http.RequestOptions): Promise<T> {
  return http.request(path, schema, options).catch(rethrow);
}

/** Like {@link request}, when only success matters. */
export function send(path: string, options?: http.RequestOptions): Promise<Response> {
  return http.send(path, options).catch(rethrow);
}

/** Whether the server answers at all: a small file is asked for, which needs no part of it but the web server. */
export function isServerThere(): Promise<boolean> {
  return http.send("/browser-check.js", { forAnybody: true }).then(
    () => true,
    (error: unknown) => error instanceof HttpError && error.failure.code === "status",
  );
}

/** The code to show for anything thrown by a request. */
export function failureOf(error: unknown): FailureCode {
  return error instanceof RequestError ? error.code : "internal";
}

/** An aborted request throws the signal's own reason, which is nothing to show. */
function rethrow(error: unknown): never {
  throw error instanceof HttpError ? toRequestError(error.failure) : error;
}

function toRequestError(failure: HttpFailure): RequestError {
  switch (failure.code) {
    case "network":
      return new RequestError("network");
    case "status":
      return new RequestError(failure.error ?? "internal", failure.retryAfterSeconds);
    case "malformed":
      return new RequestError("internal");
  }
}
