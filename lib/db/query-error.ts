import "server-only";
import { PgPreparedQuery } from "drizzle-orm/pg-core";
import { isDatabaseNotMigrated, isDatabaseUnavailable } from "./unavailable";

/**
 * A query failed. Unlike drizzle's own error it carries no parameter of the query, which may be a session's id or the
 * hash of a password: whoever prints this error, such as Next for a page, prints none either.
 */
export class QueryError extends Error {
  override readonly name = "QueryError";
  /** PostgreSQL's code (SQLSTATE) or that of the network; undefined if the failure has none. */
  readonly code: string | undefined;
  /**
   * What a page may say of the failure. Next hands an error's own `digest` to the page that stands in for the failed one,
   * and nothing else of the error: https://nextjs.org/docs/app/api-reference/file-conventions/error#errordigest
   * Only declared: an error that has the property at all is one that Next has reported (`lib/server/capture-console.ts`).
   */
  declare readonly digest?: "database_unavailable" | "database_not_migrated";
  /** The text of the query, with `$1` and so on for its parameters. */
  readonly query: string;

  constructor(query: string, cause: unknown) {
    const { code, message } = readCause(cause);
    super(`A query failed: ${message}`, { cause: new SafeCause(message, code) });
    this.code = code;
    this.query = query;
    if (isDatabaseUnavailable(cause)) this.digest = "database_unavailable";
    else if (isDatabaseNotMigrated(cause)) this.digest = "database_not_migrated";
  }
}

/** What may be known of the driver's error. */
class SafeCause extends Error {
  override readonly name = "DatabaseError";
  readonly code: string | undefined;

  constructor(message: string, code: string | undefined) {
    super(message);
    this.code = code;
  }
}

/** PostgreSQL quotes values in the messages of class 22 (data), 23 (constraints) and P0 (functions). */
const quotesValues = /^(22|23|P0)/;

function readCause(cause: unknown): { code: string | undefined; message: string } {
  if (!(cause instanceof Error)) return { code: undefined, message: "for an unknown reason" };
  const { code, constraint } = cause as { code?: unknown; constraint?: unknown };
  const known = typeof code === "string" ? code : undefined;
  const inner =
    cause instanceof AggregateError ? cause.errors.find((one) => one instanceof Error) : undefined;
  if (!known || !quotesValues.test(known))
    return { code: known, message: cause.message || (inner?.message ?? "") };
  const where = typeof constraint === "string" ? ` (${constraint})` : "";
  return { code: known, message: `SQLSTATE ${known}${where}` };
}

type RunQuery = (query: string, params: unknown[], run: () => Promise<unknown>) => Promise<unknown>;

/**
 * Makes drizzle throw {@link QueryError}. Every query of both drivers goes through this method, of a transaction too.
 * Drizzle's own version also has a cache, which we do not use.
 */
export function throwQueryErrors(): void {
  const prototype = PgPreparedQuery.prototype as unknown as { queryWithCache: RunQuery };
  prototype.queryWithCache = async (query, _params, run) => {
    try {
      return await run();
    } catch (cause) {
      throw new QueryError(query, cause);
    }
  };
}
