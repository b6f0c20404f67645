import { databaseHandle } from "@/lib/db/client";
import { env } from "@/lib/env";
import { prepareDemoPeople } from "@/lib/server/auth/seed";

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
    await prepareDemoPeople(mode);
    console.log(`The ${DATABASE_URL ? "PostgreSQL" : "embedded"} database is up to date.`);
  } finally {
    await handle.close();
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
