import "server-only";
import { drizzle } from "drizzle-orm/node-postgres";
import { migrate } from "drizzle-orm/node-postgres/migrator";
import { Client, Pool } from "pg";
import { type DatabaseHandle, migrationsFolder } from "./handle";
import * as schema from "./schema";

/** Any fixed number: whoever holds this lock on the server is migrating. */
const migrationLock = 7_203_114;

/** Opens a database on a PostgreSQL server. Connects when first asked something. */
export function openPostgres(url: string): DatabaseHandle {
  const pool = new Pool({ connectionString: url, connectionTimeoutMillis: 5_000, query_timeout: 15_000 });
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
        return await drizzle(client, { schema }).transaction(work);
      } finally {
        client.release();
      }
    },
    async migrate() {
      const client = new Client({ connectionString: url });
      await client.connect();
      try {
        await client.query("select pg_advisory_lock($1)", [migrationLock]);
        await migrate(drizzle(client), { migrationsFolder });
      } finally {
        // The lock is the connection's, and goes with it.
        await client.end();
      }
    },
    close: () => pool.end(),
  };
}
