import "server-only";
import { PGlite, type Transaction, types } from "@electric-sql/pglite";
import { drizzle } from "drizzle-orm/pglite";
import { migrate } from "drizzle-orm/pglite/migrator";
import { type DatabaseHandle, migrationsFolder, resultsOf, startAll } from "./handle";
import { keepStatements } from "./keep-statements";
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
  const forgetStatements = keepStatements(client);
  const db = databaseOn(client);
  return {
    db,
    transaction: (work) => db.transaction(work),
    together: togetherOn(client),
    async migrate() {
      await migrate(db, { migrationsFolder });
      await forgetStatements();
    },
    listen: (channel, ear) => client.listen(channel, (message) => ear.hear(message)),
    dump: () => client.dumpDataDir("none"),
    async close() {
      await client.close();
      await release?.();
    },
  };
}

/** What drizzle uses of a client, of a transaction, or of what stands for either. */
type Runner = Pick<Transaction, "query">;

/**
 * The same without the parsers that drizzle gives with each query. They are the same ones each time (`asDrizzleDoes`), and
 * PGlite would put them together anew with its hundred others, which takes longer than many a query.
 */
function withoutParsers(runner: Runner): Runner {
  return {
    query: (text, params, options) =>
      runner.query(text, params, options?.rowMode ? { rowMode: options.rowMode } : {}),
  };
}

/** drizzle's database over a client. */
function databaseOn(client: PGlite) {
  const transaction: PGlite["transaction"] = (work) =>
    client.transaction((running) => work(withoutParsers(running) as Transaction));
  return drizzle({ ...withoutParsers(client), transaction } as PGlite, { schema });
}

/**
 * `together` of this database. All its transactions use one database of drizzle's, so that a statement that is put together
 * once per database is put together once. It goes to the transaction that runs; there is only one at a time.
 */
function togetherOn(client: PGlite): DatabaseHandle["together"] {
  let running: Transaction | undefined;
  const query: Runner["query"] = (...query) => {
    if (!running) throw new Error("A statement has been started after its transaction.");
    return running.query(...query);
  };
  const db = drizzle(withoutParsers({ query }) as PGlite, { schema });
  return (statements) =>
    client.transaction(async (transaction) => {
      running = transaction;
      const settled = await startAll(statements(db));
      running = undefined;
      return resultsOf(settled) as never;
    });
}

const asItCame = (value: string) => value;

/** Drizzle reads dates and times itself: of these types it wants the text. */
const asDrizzleDoes = {
  [types.TIMESTAMP]: asItCame,
  [types.TIMESTAMPTZ]: asItCame,
  [types.INTERVAL]: asItCame,
  [types.DATE]: asItCame,
};

async function create(folder: string | undefined, dump: Blob | undefined): Promise<PGlite> {
  const client = await PGlite.create({
    parsers: asDrizzleDoes,
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
