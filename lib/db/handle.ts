import "server-only";
import { join } from "node:path";
import type { PgDatabase, PgQueryResultHKT } from "drizzle-orm/pg-core";
import type * as schema from "./schema";

/** Both drivers behind one type: queries are written once. */
export type Database = PgDatabase<PgQueryResultHKT, typeof schema>;

/** An open database. */
export interface DatabaseHandle {
  readonly db: Database;
  /** Runs `work` in a transaction, with a connection of its own. */
  transaction<T>(work: (db: Database) => Promise<T>): Promise<T>;
  /** Brings the tables up to date; safe when several processes do it at once. */
  migrate(): Promise<void>;
  close(): Promise<void>;
}

// From the project's root, where every command of ours runs: a bundled module's own path says nothing.
export const migrationsFolder = join(process.cwd(), "lib/db/migrations");
