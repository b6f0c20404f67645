import "server-only";
import { DrizzleQueryError } from "drizzle-orm/errors";

/**
 * Logs an error and its causes, for the operator of the server.
 *
 * The text of a failed query is left out, since it quotes the query's parameters, which may be password hashes.
 */
export function logError(where: string, error: unknown): void {
  console.error(`${where}: ${explain(error)}`);
}

function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const own = error instanceof DrizzleQueryError ? "a query failed" : (error.stack ?? error.message);
  return error.cause === undefined ? own : `${own}\n  because ${explain(error.cause)}`;
}
