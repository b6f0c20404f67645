import "server-only";

/** Whether a query failed since its table (42P01) or the schema of it (3F000) does not exist. */
export function isMissingTable(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ("code" in cause && (cause.code === "42P01" || cause.code === "3F000")) return true;
  }
  return false;
}
