import "server-only";
import { DrizzleQueryError } from "drizzle-orm/errors";

/**
 * Logs what went wrong, for whoever runs the server.
 *
 * A failed query's own text is left out: it quotes the parameters, and among those are password hashes.
 */
export function logError(where: string, error: unknown): void {
  console.error(`${where}: ${explain(error)}`);
}

function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const own = error instanceof DrizzleQueryError ? "a query failed" : (error.stack ?? error.message);
  return error.cause === undefined ? own : `${own}\n  because ${explain(error.cause)}`;
}
