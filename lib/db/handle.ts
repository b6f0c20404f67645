import "server-only";
import { join } from "node:path";
import type { PgDatabase, PgQueryResultHKT } from "drizzle-orm/pg-core";
import type * as schema from "./schema";

/** The common type of both drivers, so that each query is written once. */
export type Database = PgDatabase<PgQueryResultHKT, typeof schema>;

/** An open database. */
export interface DatabaseHandle {
  readonly db: Database;
  /** Runs `work` in a transaction, with a connection of its own. */
  transaction<T>(work: (db: Database) => Promise<T>): Promise<T>;
  /** Brings the tables up to date. Safe if several processes do it at the same time. */
  migrate(): Promise<void>;
  close(): Promise<void>;
}

/** Relative to the project's root, where each command runs: a bundled module does not know its own path. */
export const migrationsFolder = join(process.cwd(), "lib/db/migrations");
