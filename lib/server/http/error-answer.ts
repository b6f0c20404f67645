import "server-only";
import { isDatabaseUnavailable } from "@/lib/db/unavailable";
import { AppError } from "@/lib/errors";
import { logError } from "../log";
import { json } from "./answers";

/**
 * The answer to a request that failed: `{ error: { code, message } }` and the code's status.
 *
 * An error that is not an {@link AppError} becomes `unavailable` (503) if the database is out of reach, else
 * `internal` (500). It is logged under `where`, and nothing of it is sent.
 */
export function errorAnswer(error: unknown, where: string): Response {
  const known = toAppError(error);
  if (known.status >= 500) logError(where, error);
  const response = json(known.toBody(), known.status);
  if (known.retryAfterSeconds !== undefined) {
    response.headers.set("Retry-After", String(known.retryAfterSeconds));
  }
  return response;
}

function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  return new AppError(isDatabaseUnavailable(error) ? "unavailable" : "internal", { cause: error });
}
