import { databaseHandle } from "@/lib/db/client";
import { explainFailure } from "@/lib/db/explain-failure";
import { configurationError, type EnvError, env } from "@/lib/env";
import { hasPeople } from "./has-people";
import { prepareDatabase } from "./prepare-database";

/**
 * Brings the database up to date before the app starts.
 *
 * With --before-deployment a wrong configuration is no failure as long as nobody uses the database: the first deployment
 * then shows what is missing. An installation that works is never replaced by that page.
 *
 *   node --conditions=react-server --import tsx scripts/migrate.ts [--before-deployment]
 */
async function main(): Promise<void> {
  const problem = configurationError();
  if (problem && process.argv.includes("--before-deployment")) return deployIncomplete(problem);
  const { DATABASE_URL } = env();
  const handle = await databaseHandle();
  try {
    await prepareDatabase(handle);
    console.log(`The ${DATABASE_URL ? "PostgreSQL" : "embedded"} database is up to date.`);
  } finally {
    await handle.close();
  }
}

/** Lets a deployment without a complete configuration go on, unless it would take the place of one that works. */
async function deployIncomplete(problem: EnvError): Promise<void> {
  const { DATABASE_URL } = process.env;
  if (DATABASE_URL && (await hasPeople(DATABASE_URL))) {
    throw new Error(`${problem.message}\nNothing is deployed: the deployment before this one goes on.`);
  }
  console.warn(
    `${problem.message}\nThe database is not migrated. The deployment will show a page that says this.`,
  );
}

/** Which setting to correct, if the way to the database is what failed. */
function explain(error: unknown): string | undefined {
  if (configurationError()) return undefined;
  const { DATABASE_URL, DATABASE_URL_UNPOOLED } = env();
  if (!DATABASE_URL) return undefined;
  return explainFailure(error, DATABASE_URL_UNPOOLED ? "DATABASE_URL_UNPOOLED" : "DATABASE_URL");
}

main().catch((error: unknown) => {
  console.error(explain(error) ?? (error instanceof Error ? error.message : error));
  process.exitCode = 1;
});
