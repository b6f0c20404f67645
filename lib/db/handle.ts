import "server-only";
import { join } from "node:path";
import type { PgDatabase, PgQueryResultHKT } from "drizzle-orm/pg-core";
import type * as schema from "./schema";

/** The common type of both drivers, so that each query is written once. */
export type Database = PgDatabase<PgQueryResultHKT, typeof schema>;

/** Whoever listens to a channel of NOTIFY. */
export interface Ear {
  /** A message has come. */
  hear(message: string): void;
  /** Nothing more will be heard: the connection has ended. Called once at most. */
  lost(error: Error): void;
}

/** An open database. */
export interface DatabaseHandle {
  readonly db: Database;
  /** Runs `work` in a transaction, with a connection of its own. */
  transaction<T>(work: (db: Database) => Promise<T>): Promise<T>;
  /** Brings the tables up to date. Safe if several processes do it at the same time. */
  migrate(): Promise<void>;
  /**
   * Listens to `channel` (a name in lower case), over one connection that serves nothing else and goes past a connection
   * pooler if its address is known. Returns the function that ends it. Rejects if the connection cannot be made.
   */
  listen(channel: string, ear: Ear): Promise<() => Promise<void>>;
  close(): Promise<void>;
}

/** Relative to the project's root, where each command runs: a bundled module does not know its own path. */
export const migrationsFolder = join(process.cwd(), "lib/db/migrations");
