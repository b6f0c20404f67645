import "server-only";
import { type SQL, sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/node-postgres";
import { migrate } from "drizzle-orm/node-postgres/migrator";
import { Client, type PoolClient } from "pg";
import { CheckedPool } from "./checked-pool";
import {
  type Database,
  type DatabaseHandle,
  migrationsFolder,
  type Results,
  resultsOf,
  type Statement,
  startAll,
} from "./handle";
import { listenBy } from "./listen";
import { queryLimit } from "./patience";
import { readPostgresUrl } from "./postgres-options";
import * as schema from "./schema";

/** The key of the advisory lock that is held while migrating or restoring. Any fixed number will do. */
export const migrationLock = 7_203_114;

/** A PostgreSQL server. */
export interface PostgresLocation {
  readonly url: string;
  /** How migrations and LISTEN reach the server, if not by `url`: directly, past a connection pooler. */
  readonly migrationUrl?: string | undefined;
}

/** How long (ms) each step may take. */
export interface PostgresLimits {
  readonly connect: number;
  /** A query, by our own clock. */
  readonly query: number;
  /** A statement of a transaction, by the server's clock. Shorter than `query`, so that the server ends it cleanly. */
  readonly statement: number;
  /** Silence within a transaction, which holds its locks meanwhile: its process may be frozen. */
  readonly idleInTransaction: number;
  /** Waiting for other processes that migrate or use a table. */
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

/** For work of an operator on all of the data, such as a backup. */
export const patientLimits: PostgresLimits = {
  ...defaultLimits,
  query: 300_000,
  statement: 300_000,
  idleInTransaction: 300_000,
};

/** Opens a database on a PostgreSQL server. It connects at the first query. */
export function openPostgres(
  { url, migrationUrl = url }: PostgresLocation,
  limits: PostgresLimits = defaultLimits,
): DatabaseHandle {
  const pool = new CheckedPool({
    ...readPostgresUrl(url),
    connectionTimeoutMillis: limits.connect,
    query_timeout: limits.query,
    // A query is sent at once, also while an earlier one of its connection is not answered yet (`together`).
    pipeline: true,
  });
  // A connection that the server closes emits "error", and in Node.js an "error" without a listener ends the process.
  // The pool emits it for an idle connection, the connection itself while it is in use. In both cases the pool drops
  // the connection and opens another when one is needed.
  const report = (error: Error) => {
    if (!pool.ending) console.error(`database connection lost: ${error.message}`);
  };
  pool.on("error", report);
  pool.on("connect", (client) => client.on("error", report));
  return {
    db: drizzle(pool, { schema }),
    transaction: (work) => withClient(pool, (client) => transact(client, limits, work)),
    together: (statements) => withClient(pool, (client) => sendTogether(client, limits, statements)),
    migrate: () => migrateBy(migrationUrl, limits),
    listen: (channel, ear) => listenBy(migrationUrl, limits.connect, { channel, ear }),
    close: () => pool.end(),
  };
}

async function withClient<T>(pool: CheckedPool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  // Given a pool, drizzle does not release the connection if `begin` fails, so ten restarts of the server would use the
  // pool up.
  const client = await pool.connect();
  try {
    const result = await work(client);
    client.release();
    return result;
  } catch (error) {
    // Closed, not reused: a query that we gave up waiting for may still run in it, in a transaction that no rollback has
    // ended.
    client.release(error instanceof Error ? error : true);
    throw error;
  }
}

/**
 * Runs `work` in a transaction with the limits set for that transaction alone. A pooler leaves no other place: it
 * refuses them as parameters of a connection, and a session's settings pass on to the next user of its connection.
 */
function transact<T>(client: PoolClient, limits: PostgresLimits, work: (db: Database) => Promise<T>) {
  return drizzle(client, { schema }).transaction(async (db) => {
    await db.execute(setLimits(limits));
    return work(db);
  });
}

/** drizzle's database for each connection of the pool: what is kept for a database (`oncePerDatabase`) lasts as long as it. */
const databases = new WeakMap<PoolClient, Database>();

function databaseOf(client: PoolClient): Database {
  const db = databases.get(client) ?? drizzle(client, { schema });
  databases.set(client, db);
  return db;
}

/** The same for statements that are known beforehand. After one that fails, PostgreSQL takes `commit` for a rollback. */
async function sendTogether<Statements extends readonly Statement<unknown>[]>(
  client: PoolClient,
  limits: PostgresLimits,
  statements: (db: Database) => readonly [...Statements],
): Promise<Results<Statements>> {
  const db = databaseOf(client);
  const settled = await startAll([
    db.execute(sql`begin`),
    db.execute(setLimits(limits)),
    ...statements(db),
    db.execute(sql`commit`),
  ]);
  return resultsOf(settled).slice(2, -1) as Results<Statements>;
}

/**
 * SQL: sets the limits of the present transaction. Without PostgreSQL's compiler (JIT): with many people in the tables it
 * takes queries for expensive that read a page of them, and compiles for longer (150 ms) than they run.
 */
function setLimits(limits: PostgresLimits): SQL {
  // Shorter than the limit by our own clock.
  const statement = Math.min(limits.statement, Math.round(queryLimit(limits.query) * 0.9));
  return sql`select set_config('statement_timeout', ${String(statement)}, true),
    set_config('idle_in_transaction_session_timeout', ${String(limits.idleInTransaction)}, true),
    set_config('jit', 'off', true)`;
}

async function migrateBy(url: string, limits: PostgresLimits): Promise<void> {
  const client = new Client({
    ...readPostgresUrl(url),
    connectionTimeoutMillis: limits.connect,
    query_timeout: limits.migrationQuery,
  });
  await client.connect();
  try {
    // The lock belongs to the transaction, since a pooler would keep a session's lock. drizzle's own `begin` changes
    // nothing within a transaction, and its commit or rollback ends ours.
    await client.query("begin");
    await client.query("select set_config('lock_timeout', $1, true)", [String(limits.migrationLock)]);
    await client.query("select pg_advisory_xact_lock($1)", [migrationLock]);
    await migrate(drizzle(client), { migrationsFolder });
  } finally {
    await client.end();
  }
}
