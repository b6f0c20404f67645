import { databaseHandle } from "@/lib/db/client";
import { explainFailure } from "@/lib/db/explain-failure";
import { EnvError, env } from "@/lib/env";
import { prepareDemoPeople } from "@/lib/server/auth/seed";
import { fillKeys } from "@/lib/server/people/keys";

/**
 * Brings the database up to date. In local mode it creates the demo people; in twilio mode, where their published
 * password would let anybody in, it retires them. It can run again, and on PostgreSQL in several processes at once.
 *
 *   node --conditions=react-server --import tsx scripts/migrate.ts
 */
async function main(): Promise<void> {
  const { mode, DATABASE_URL } = env();
  const handle = await databaseHandle();
  try {
    await handle.migrate();
    await fillKeys();
    await prepareDemoPeople(mode);
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
