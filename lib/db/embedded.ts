import "server-only";
import { PGlite } from "@electric-sql/pglite";
import { drizzle } from "drizzle-orm/pglite";
import { migrate } from "drizzle-orm/pglite/migrator";
import {
  type Database,
  type DatabaseHandle,
  migrationsFolder,
  type Results,
  resultsOf,
  startAll,
} from "./handle";
import { holdFolder } from "./lock";
import * as schema from "./schema";

/** An open embedded database. Unlike a server, it can be copied. */
export interface EmbeddedHandle extends DatabaseHandle {
  /** A copy of all data, which `openEmbedded` can begin with. */
  dump(): Promise<Blob>;
}

/**
 * Opens the embedded PostgreSQL of a folder, or one in memory. A new database begins as a copy of `dump`, if given.
 *
 * It runs inside this process. A second process on the same folder would destroy the data, so that one is refused.
 */
export async function openEmbedded(folder: string | undefined, dump?: Blob): Promise<EmbeddedHandle> {
  const release = folder ? await holdFolder(folder) : undefined;
  const client = await create(folder, dump).catch(async (error: unknown) => {
    await release?.();
    throw error;
  });
  const db = drizzle(client, { schema });
  return {
    db,
    transaction: (work) => db.transaction(work),
    together: <Statements extends readonly PromiseLike<unknown>[]>(
      statements: (db: Database) => readonly [...Statements],
    ) =>
      db.transaction(async (inside) => resultsOf(await startAll(statements(inside))) as Results<Statements>),
    migrate: () => migrate(db, { migrationsFolder }),
    listen: (channel, ear) => client.listen(channel, (message) => ear.hear(message)),
    dump: () => client.dumpDataDir("none"),
    async close() {
      await client.close();
      await release?.();
    },
  };
}

async function create(folder: string | undefined, dump: Blob | undefined): Promise<PGlite> {
  const client = await PGlite.create({
    ...(folder ? { dataDir: folder } : {}),
    ...(dump ? { loadDataDir: dump } : {}),
  });
  takeTurns(client);
  return client;
}

/**
 * Lets the event loop turn before each query. All of PGlite's work is in promises, so without this the queries that wait
 * for each other would run one after the other in one turn. Node accepts only one new connection in a turn
 * (libuv 1.45 and later), so that while many queries wait, a new one waits for seconds.
 */
function takeTurns(client: PGlite): void {
  // PGlite runs each query through this method, also those of transactions.
  const runAlone = client._runExclusiveQuery.bind(client);
  client._runExclusiveQuery = (query) =>
    runAlone(async () => {
      await nextTurn();
      return query();
    });
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
