import "server-only";
import { sql } from "drizzle-orm";
import { databaseHandle } from "@/lib/db/client";
import { processState } from "@/lib/db/process-state";
import type { Transport } from "./transport";

const channel = "browser_phone_changes";

/**
 * LISTEN and NOTIFY of PostgreSQL, and of the embedded database, which has one process only. One connection of each
 * process listens. Messages go over the pool, as everything else does.
 *
 * A payload must be shorter than 8000 bytes: https://www.postgresql.org/docs/current/sql-notify.html
 */
export const databaseTransport: Transport = {
  mostBytes: 7_900,
  async send(message) {
    // Whoever publishes has written to the database before. After it is closed there is nothing to be told.
    const handle = await processState.database;
    await handle?.db.execute(sql`select pg_notify(${channel}, ${message})`);
  },
  async listen(ear) {
    return (await databaseHandle()).listen(channel, ear);
  },
  unheard:
    "What is sent with NOTIFY is not heard with LISTEN, as behind a connection pooler in transaction mode: set DATABASE_URL_UNPOOLED to the address of the PostgreSQL server itself, or set REDIS_URL.",
};
