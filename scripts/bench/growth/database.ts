import { PGlite } from "@electric-sql/pglite";
import { sql } from "drizzle-orm";
import { drizzle as drizzlePostgres } from "drizzle-orm/node-postgres";
import { migrate as migratePostgres } from "drizzle-orm/node-postgres/migrator";
import { drizzle as drizzlePglite } from "drizzle-orm/pglite";
import { migrate as migratePglite } from "drizzle-orm/pglite/migrator";
import { Pool } from "pg";
import {
  type Database,
  type DatabaseHandle,
  migrationsFolder,
  type Statement as Query,
  type Results,
  resultsOf,
  startAll,
} from "@/lib/db/handle";
import * as schema from "@/lib/db/schema";
import { createDatabase } from "@/lib/db/testing/server";

/** A statement as the driver got it. */
export interface Statement {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

type Rows = Record<string, unknown>[];

/** A database of this run alone, which writes down what it is asked. */
export interface BenchDatabase extends DatabaseHandle {
  readonly name: "PostgreSQL" | "PGlite";
  /** Runs `work`, and returns its time (ms) and the statements it sent. */
  record(work: () => Promise<unknown>): Promise<{ ms: number; statements: readonly Statement[] }>;
  /** Sends SQL, without writing it down. */
  query(sql: string, parameters?: readonly unknown[]): Promise<Rows>;
  /** The same, and undoes what it has changed. */
  undone(sql: string, parameters?: readonly unknown[]): Promise<Rows>;
}

/** Creates an empty, migrated database on the PostgreSQL server; `close` drops it. */
export async function createOnServer(): Promise<BenchDatabase> {
  const { url, drop } = await createDatabase();
  const pool = new Pool({ connectionString: url, max: 4, pipeline: true });
  const recorder = makeRecorder();
  const db = drizzlePostgres(pool, { schema, logger: recorder });
  return {
    name: "PostgreSQL",
    db,
    record: recorder.record,
    transaction: (work) => db.transaction(work),
    together: (statements) =>
      db.transaction(async (inside) => {
        // As lib/db/postgres.ts does.
        await inside.execute(sql`select set_config('jit', 'off', true)`);
        return runTogether(inside, statements);
      }),
    listen: nobodyListens,
    migrate: () => migratePostgres(db, { migrationsFolder }),
    query: async (sql, parameters = []) => (await pool.query(sql, [...parameters])).rows,
    async undone(sql, parameters = []) {
      const client = await pool.connect();
      try {
        await client.query("begin");
        return (await client.query(sql, [...parameters])).rows;
      } finally {
        await client.query("rollback");
        client.release();
      }
    },
    async close() {
      await pool.end();
      await drop();
    },
  };
}

/** Creates an empty embedded database in memory. */
export async function createEmbedded(): Promise<BenchDatabase> {
  const client = await PGlite.create();
  const recorder = makeRecorder();
  const db = drizzlePglite(client, { schema, logger: recorder });
  return {
    name: "PGlite",
    db,
    record: recorder.record,
    transaction: (work) => db.transaction(work),
    together: (statements) => db.transaction((inside) => runTogether(inside, statements)),
    listen: nobodyListens,
    migrate: () => migratePglite(db, { migrationsFolder }),
    query: async (sql, parameters = []) => (await client.query<Rows[number]>(sql, [...parameters])).rows,
    async undone(sql, parameters = []) {
      let rows: Rows = [];
      await client.transaction(async (inside) => {
        rows = (await inside.query<Rows[number]>(sql, [...parameters])).rows;
        await inside.rollback();
      });
      return rows;
    },
    close: () => client.close(),
  };
}

async function runTogether<Statements extends readonly Query<unknown>[]>(
  db: Database,
  statements: (db: Database) => readonly [...Statements],
): Promise<Results<Statements>> {
  return resultsOf(await startAll(statements(db))) as Results<Statements>;
}

/** Nothing that is measured tells other processes of a change. */
const nobodyListens = (): never => {
  throw new Error("The bench of growth has no channel.");
};

function makeRecorder() {
  let statements: Statement[] | undefined;
  return {
    logQuery(sql: string, parameters: unknown[]) {
      statements?.push({ sql, parameters });
    },
    async record(work: () => Promise<unknown>) {
      const recorded: Statement[] = [];
      statements = recorded;
      const began = performance.now();
      await work();
      const ms = performance.now() - began;
      statements = undefined;
      return { ms, statements: recorded };
    },
  };
}
