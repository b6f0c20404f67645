import "server-only";
import { join } from "node:path";
import { env } from "@/lib/env";
import type { Database, DatabaseHandle, Results, Statement } from "./handle";
import type { PostgresLocation } from "./postgres";
import { processState } from "./process-state";
import { throwQueryErrors } from "./query-error";

/** Where the data is: on a PostgreSQL server, or in a folder of the embedded one (no folder: in memory). */
export type DatabaseLocation = PostgresLocation | { folder: string | undefined };

/**
 * Opens a database besides the one of this process. Loads only the driver that it needs. `patient`: for work on all of
 * the data, whose queries may take minutes.
 */
export async function openDatabase(
  location: DatabaseLocation,
  { patient = false } = {},
): Promise<DatabaseHandle> {
  const handle = await open(location, patient);
  throwQueryErrors();
  return handle;
}

async function open(location: DatabaseLocation, patient: boolean): Promise<DatabaseHandle> {
  if ("url" in location) {
    const [{ openPostgres, patientLimits }, { settleTls }] = await Promise.all([
      import("./postgres"),
      import("./postgres-options"),
    ]);
    const { url, migrationUrl = url } = location;
    const settled = { url: await settleTls(url), migrationUrl: await settleTls(migrationUrl) };
    return openPostgres(settled, patient ? patientLimits : undefined);
  }
  return (await import("./embedded")).openEmbedded(location.folder);
}

/** The database of this process, opened on first use. */
export function databaseHandle(): Promise<DatabaseHandle> {
  if (processState.database) return processState.database;
  const opening = openDatabase(configuredLocation());
  processState.database = opening;
  // The next who needs it tries again.
  opening.catch(() => {
    if (processState.database === opening) delete processState.database;
  });
  return opening;
}

/** The database of this process, to query. */
export async function database(): Promise<Database> {
  return (await databaseHandle()).db;
}

/** Runs `work` in a transaction: all of its changes are made, or none. */
export async function transaction<T>(work: (db: Database) => Promise<T>): Promise<T> {
  return (await databaseHandle()).transaction(work);
}

/**
 * Runs statements one after the other in a transaction, in one round trip. None can use what another one returns
 * (`DatabaseHandle.together`).
 */
export async function together<Statements extends readonly Statement<unknown>[]>(
  statements: (db: Database) => readonly [...Statements],
): Promise<Results<Statements>> {
  return (await databaseHandle()).together(statements);
}

/** Makes `handle` the database of this process. `undefined`: the configured one is opened when needed. */
export function setDatabase(handle: DatabaseHandle | undefined): void {
  if (handle) processState.database = Promise.resolve(handle);
  else delete processState.database;
}

/**
 * Opens the configured database for an operator's work on all of its data, past a connection pooler, and makes it the
 * database of this process.
 */
export async function openForOperator(): Promise<DatabaseHandle> {
  const location = configuredLocation();
  const direct = "url" in location ? { url: location.migrationUrl ?? location.url } : location;
  const handle = await openDatabase(direct, { patient: true });
  setDatabase(handle);
  return handle;
}

function configuredLocation(): DatabaseLocation {
  const { DATABASE_URL, DATABASE_URL_UNPOOLED, DATA_DIR } = env();
  if (!DATABASE_URL) return { folder: join(DATA_DIR, "db") };
  return { url: DATABASE_URL, migrationUrl: DATABASE_URL_UNPOOLED };
}
