import "server-only";
import { join } from "node:path";
import { env } from "@/lib/env";
import type { Database, DatabaseHandle } from "./handle";
import type { PostgresLocation } from "./postgres";
import { processState } from "./process-state";
import { throwQueryErrors } from "./query-error";

/** Where the data is: on a PostgreSQL server, or in a folder of the embedded one (no folder: in memory). */
export type DatabaseLocation = PostgresLocation | { folder: string | undefined };

/** Opens a database besides the one of this process. Loads only the driver that it needs. */
export async function openDatabase(location: DatabaseLocation): Promise<DatabaseHandle> {
  throwQueryErrors();
  if ("url" in location) {
    const [{ openPostgres }, { settleTls }] = await Promise.all([
      import("./postgres"),
      import("./postgres-options"),
    ]);
    const { url, migrationUrl = url } = location;
    return openPostgres({ url: await settleTls(url), migrationUrl: await settleTls(migrationUrl) });
  }
  return (await import("./embedded")).openEmbedded(location.folder);
}

/** The database of this process, opened on first use. */
export function databaseHandle(): Promise<DatabaseHandle> {
  processState.database ??= openDatabase(configuredLocation()).catch((error: unknown) => {
    delete processState.database;
    throw error;
  });
  return processState.database;
}

/** The database of this process, to query. */
export async function database(): Promise<Database> {
  return (await databaseHandle()).db;
}

/** Runs `work` in a transaction: all of its changes are made, or none. */
export async function transaction<T>(work: (db: Database) => Promise<T>): Promise<T> {
  return (await databaseHandle()).transaction(work);
}

/** For tests: makes `handle` the database of this process. `undefined`: the configured one is opened when needed. */
export function setDatabase(handle: DatabaseHandle | undefined): void {
  if (handle) processState.database = Promise.resolve(handle);
  else delete processState.database;
}

function configuredLocation(): DatabaseLocation {
  const { DATABASE_URL, DATABASE_URL_UNPOOLED, DATA_DIR } = env();
  if (!DATABASE_URL) return { folder: join(DATA_DIR, "db") };
  return { url: DATABASE_URL, migrationUrl: DATABASE_URL_UNPOOLED };
}
