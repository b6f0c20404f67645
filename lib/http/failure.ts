import type { ErrorCode } from "@/lib/contracts";

/** Why a request did not succeed. */
export type HttpFailure =
  /** No answer came, or one that broke off, or not within the time limit. */
  | { readonly code: "network" }
  /** The server answered with a status that is not a success. */
  | {
      readonly code: "status";
      readonly status: number;
      /** The API's own code; null: the answer did not come from the API. */
      readonly error: ErrorCode | null;
      /** Seconds to wait, when the server said so. */
      readonly retryAfterSeconds: number | null;
    }
  /** The server answered with success, and with a body that does not fit the schema. */
  | { readonly code: "malformed" };

/** Thrown for a request that did not succeed. */
export class HttpError extends Error {
  override name = "HttpError";
  readonly failure: HttpFailure;

  constructor(failure: HttpFailure) {
    super(failure.code === "status" ? `status ${failure.status}` : failure.code);
    this.failure = failure;
  }
}
