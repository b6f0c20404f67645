import { databaseHandle } from "@/lib/db/client";
import { seed } from "@/lib/db/seed";
import { env } from "@/lib/env";

/**
 * Brings the database up to date, and in local mode makes the demo people. Safe to run again, and on
 * PostgreSQL by several processes at once.
 *
 *   node --conditions=react-server --import tsx scripts/migrate.ts
 */
async function main(): Promise<void> {
  const { mode, DATABASE_URL } = env();
  const handle = await databaseHandle();
  try {
    await handle.migrate();
    if (mode === "local") await seed();
    console.log(`The ${DATABASE_URL ? "PostgreSQL" : "embedded"} database is up to date.`);
  } finally {
    await handle.close();
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
