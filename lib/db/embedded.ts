import "server-only";
import { PGlite } from "@electric-sql/pglite";
import { drizzle } from "drizzle-orm/pglite";
import { migrate } from "drizzle-orm/pglite/migrator";
import { type DatabaseHandle, migrationsFolder } from "./handle";
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
    migrate: () => migrate(db, { migrationsFolder }),
    dump: () => client.dumpDataDir("none"),
    async close() {
      await client.close();
      await release?.();
    },
  };
}

function create(folder: string | undefined, dump: Blob | undefined): Promise<PGlite> {
  return PGlite.create({
    ...(folder ? { dataDir: folder } : {}),
    ...(dump ? { loadDataDir: dump } : {}),
  });
}
