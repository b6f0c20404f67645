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

/**
 * A statement that starts when somebody asks for its result, as drizzle's do. A promise is none: what it stands for has
 * started already, so that it would not be a part of the transaction.
 */
export interface Statement<Result> extends PromiseLike<Result> {
  execute(): Promise<Result>;
}

/** What each of several statements returns. */
export type Results<Statements extends readonly Statement<unknown>[]> = {
  -readonly [Key in keyof Statements]: Awaited<Statements[Key]>;
};

/** An open database. */
export interface DatabaseHandle {
  readonly db: Database;
  /** Runs `work` in a transaction, with a connection of its own. */
  transaction<T>(work: (db: Database) => Promise<T>): Promise<T>;
  /**
   * Runs statements one after the other in a transaction, in one round trip: all are sent before the first is answered.
   * So none can use what another one returns, and no lock is held while this process thinks.
   */
  together<Statements extends readonly Statement<unknown>[]>(
    statements: (db: Database) => readonly [...Statements],
  ): Promise<Results<Statements>>;
  /** Brings the tables up to date. Safe if several processes do it at the same time. */
  migrate(): Promise<void>;
  /**
   * Listens to `channel` (a name in lower case), over one connection that serves nothing else and goes past a connection
   * pooler if its address is known. Returns the function that ends it. Rejects if the connection cannot be made.
   */
  listen(channel: string, ear: Ear): Promise<() => Promise<void>>;
  close(): Promise<void>;
}

/**
 * Starts queries in their order. Drizzle hands a query to the driver in the turn in which somebody asks for its result,
 * and not before, nor later.
 */
export function startAll(queries: readonly Statement<unknown>[]): Promise<PromiseSettledResult<unknown>[]> {
  return Promise.allSettled(queries.map((query) => query.then((result) => result)));
}

/** The results of queries that were run together. Throws the error of the first that failed. */
export function resultsOf(settled: readonly PromiseSettledResult<unknown>[]): unknown[] {
  return settled.map((one) => {
    if (one.status === "rejected") throw one.reason;
    return one.value;
  });
}

/** Relative to the project's root, where each command runs: a bundled module does not know its own path. */
export const migrationsFolder = join(process.cwd(), "lib/db/migrations");
