import "server-only";
import { sql } from "drizzle-orm";
import type { DatabaseHandle } from "@/lib/db/handle";
import type { Transport } from "./transport";

const channel = "browser_phone_changes";

/**
 * LISTEN and NOTIFY of PostgreSQL, and of the embedded database, which has one process only. One connection of each
 * process listens. Messages go over the pool, as everything else does. `open`: the database to send over, if one is open
 * (whoever publishes has written to it before; after it is closed there is nothing to be told), `toListen`: the one to
 * listen to.
 *
 * A payload must be shorter than 8000 bytes: https://www.postgresql.org/docs/current/sql-notify.html
 */
export function databaseTransport(
  open: () => Promise<DatabaseHandle> | undefined,
  toListen: () => Promise<DatabaseHandle>,
): Transport {
  return {
    mostBytes: 7_900,
    async send(message) {
      const handle = await open();
      await handle?.db.execute(sql`select pg_notify(${channel}, ${message})`);
    },
    async listen(ear) {
      return (await toListen()).listen(channel, ear);
    },
    unheard:
      "What is sent with NOTIFY is not heard with LISTEN, as behind a connection pooler in transaction mode: set DATABASE_URL_UNPOOLED to the address of the PostgreSQL server itself, or set REDIS_URL.",
  };
}
