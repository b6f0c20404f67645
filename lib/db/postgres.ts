import "server-only";
import { sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/node-postgres";
import { migrate } from "drizzle-orm/node-postgres/migrator";
import { Client, Pool, type PoolClient } from "pg";
import { type Database, type DatabaseHandle, migrationsFolder } from "./handle";
import * as schema from "./schema";

/** Any fixed number: whoever holds this lock on the server is migrating. */
const migrationLock = 7_203_114;

/** A PostgreSQL server. */
export interface PostgresLocation {
  readonly url: string;
  /** How migrations reach it, if not by `url`: past a connection pooler. */
  readonly migrationUrl?: string | undefined;
}

/** How long (ms) a thing may take. */
export interface PostgresLimits {
  readonly connect: number;
  /** A query, as we wait for it. */
  readonly query: number;
  /** A statement of a transaction, as the server allows it: shorter, so that its own, clean answer comes first. */
  readonly statement: number;
  /** The time in which a transaction says nothing, as when its process was frozen: it holds locks meanwhile. */
  readonly idleInTransaction: number;
  /** Waiting for others who migrate or use a table. */
  readonly migrationLock: number;
  /** A statement of a migration. */
  readonly migrationQuery: number;
}

const defaultLimits: PostgresLimits = {
  connect: 5_000,
  query: 15_000,
  statement: 12_000,
  idleInTransaction: 15_000,
  migrationLock: 60_000,
  migrationQuery: 300_000,
};

/** Opens a database on a PostgreSQL server. Connects when first asked something. */
export function openPostgres(
  { url, migrationUrl = url }: PostgresLocation,
  limits: PostgresLimits = defaultLimits,
): DatabaseHandle {
  const pool = new Pool({
    connectionString: url,
    connectionTimeoutMillis: limits.connect,
    query_timeout: limits.query,
  });
  // A connection that the server closes reports it as an event, and an event "error" that nobody hears ends the
  // process: while it is idle the pool tells, while it is in use the connection itself. Either way the pool
  // drops it and opens another when one is needed.
  const report = (error: Error) => {
    if (!pool.ending) console.error(`database connection lost: ${error.message}`);
  };
  pool.on("error", report);
  pool.on("connect", (client) => client.on("error", report));
  return {
    db: drizzle(pool, { schema }),
    async transaction(work) {
      // Given a pool, drizzle does not give the connection back when `begin` fails, and ten restarts of the
      // server later none is left.
      const client = await pool.connect();
      try {
        const result = await transact(client, limits, work);
        client.release();
        return result;
      } catch (error) {
        // Not to be used again: a query that we gave up waiting for is still under way in it, in a transaction
        // that no rollback has ended.
        client.release(true);
        throw error;
      }
    },
    migrate: () => migrateBy(migrationUrl, limits),
    close: () => pool.end(),
  };
}

/**
 * The limits are set in each transaction, for that transaction: behind a pooler there is no other place for them.
 * It refuses them as parameters of a connection, and what one session sets is another's later.
 */
function transact<T>(client: PoolClient, limits: PostgresLimits, work: (db: Database) => Promise<T>) {
  return drizzle(client, { schema }).transaction(async (db) => {
    await db.execute(sql`select set_config('statement_timeout', ${String(limits.statement)}, true),
      set_config('idle_in_transaction_session_timeout', ${String(limits.idleInTransaction)}, true)`);
    return work(db);
  });
}

async function migrateBy(url: string, limits: PostgresLimits): Promise<void> {
  const client = new Client({
    connectionString: url,
    connectionTimeoutMillis: limits.connect,
    query_timeout: limits.migrationQuery,
  });
  await client.connect();
  try {
    // The lock is the transaction's, since a pooler would leave a session's behind. drizzle begins a transaction
    // too, which within one changes nothing, and its commit or rollback ends ours.
    await client.query("begin");
    await client.query("select set_config('lock_timeout', $1, true)", [String(limits.migrationLock)]);
    await client.query("select pg_advisory_xact_lock($1)", [migrationLock]);
    await migrate(drizzle(client), { migrationsFolder });
  } finally {
    await client.end();
  }
}
