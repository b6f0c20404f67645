import "server-only";

/**
 * Network faults, and PostgreSQL's classes 08 (connection), 53 (out of resources) and 57P (shutting down), and its
 * time limits: 57014 (of a statement), 25P03 (of a silent transaction), 55P03 (of waiting for a lock).
 */
const codes =
  /^(ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|EPIPE|ETIMEDOUT|08\w{3}|53\w{3}|57P\w{2}|57014|25P03|55P03)$/;

/** What the `pg` driver says without a code when a connection dies or none is to be had. */
const messages = /^(Connection terminated|Query read timeout)|(is not queryable|trying to connect)$/;

/** Whether `error` means that the database cannot be reached right now, as against a fault of ours. */
export function isDatabaseUnavailable(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ("code" in cause && codes.test(String(cause.code))) return true;
    if (messages.test(cause.message)) return true;
    if (cause instanceof AggregateError && cause.errors.some(isDatabaseUnavailable)) return true;
  }
  return false;
}
