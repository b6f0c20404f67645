import "server-only";

/**
 * The codes of network errors and of certificates that are refused; PostgreSQL's classes 08 (connection), 28 (the user
 * or the password is refused), 53 (out of resources) and 57P (shutting down); 3D000, no such database; and its
 * timeouts: 57014 (a statement), 25P03 (a silent transaction), 55P03 (waiting for a lock).
 *
 * https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
const codes =
  /^(ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|EPIPE|ETIMEDOUT|\w*_CERT\w*|ERR_TLS_CERT\w*|UNABLE_TO_VERIFY\w*|08\w{3}|28\w{3}|3D000|53\w{3}|57P\w{2}|57014|25P03|55P03)$/;

/** Messages of the `pg` driver, which have no code, for a connection that died or could not be made. */
const messages = /^(Connection terminated|Query read timeout)|(is not queryable|trying to connect)$/;

/** Whether `error` means that the database cannot be reached now, rather than an error of our own. */
export function isDatabaseUnavailable(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ("code" in cause && codes.test(String(cause.code))) return true;
    if (messages.test(cause.message)) return true;
    if (cause instanceof AggregateError && cause.errors.some(isDatabaseUnavailable)) return true;
  }
  return false;
}

/**
 * Whether `error` means that a table (42P01), a column (42703) or a schema (3F000) is missing: this version's migrations
 * have not run.
 */
export function isDatabaseNotMigrated(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ("code" in cause && /^(42P01|42703|3F000)$/.test(String(cause.code))) return true;
  }
  return false;
}
