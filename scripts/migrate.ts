import { databaseHandle } from "@/lib/db/client";
import { explainFailure } from "@/lib/db/explain-failure";
import { EnvError, env } from "@/lib/env";
import { prepareDatabase } from "./prepare-database";

/**
 * Brings the database up to date before the app starts.
 *
 *   node --conditions=react-server --import tsx scripts/migrate.ts
 */
async function main(): Promise<void> {
  const { DATABASE_URL } = env();
  const handle = await databaseHandle();
  try {
    await prepareDatabase(handle);
    console.log(`The ${DATABASE_URL ? "PostgreSQL" : "embedded"} database is up to date.`);
  } finally {
    await handle.close();
  }
}

/** Which setting to correct, if the way to the database is what failed. */
function explain(error: unknown): string | undefined {
  if (error instanceof EnvError) return undefined;
  const { DATABASE_URL, DATABASE_URL_UNPOOLED } = env();
  if (!DATABASE_URL) return undefined;
  return explainFailure(error, DATABASE_URL_UNPOOLED ? "DATABASE_URL_UNPOOLED" : "DATABASE_URL");
}

main().catch((error: unknown) => {
  console.error(explain(error) ?? (error instanceof Error ? error.message : error));
  process.exitCode = 1;
});
