import { createHash } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { openEmbedded } from "@/lib/db/embedded";
import type { DatabaseHandle } from "@/lib/db/handle";
import { throwQueryErrors } from "@/lib/db/query-error";

const cache = "node_modules/.cache/browser-phone";

/** A database that a file has given back, and the next one may have. */
interface Spare {
  readonly handle: DatabaseHandle;
  /** What its tables were when it was new. */
  readonly shape: string;
}

/** One for each worker of the tests, which runs many files: to open one takes seconds, and to empty it hardly any time. */
const worker = globalThis as typeof globalThis & { spareDatabase?: Spare };

/** Opens a migrated database in memory without rows: a new one, or one that was given back and is as good as new. */
export async function openInMemory(): Promise<DatabaseHandle> {
  throwQueryErrors();
  const { spareDatabase: spare } = worker;
  delete worker.spareDatabase;
  if (spare) {
    // It may fail: a test may have taken tables away.
    const shape = await emptied(spare.handle).catch(() => undefined);
    if (shape === spare.shape) return lent(spare);
    await spare.handle.close();
  }
  const handle = await openNew();
  return lent({ handle, shape: await shapeOf(handle) });
}

/** What a file gets of a database. When it closes it, nobody listens to it any more, and the next file can have it. */
function lent(spare: Spare): DatabaseHandle {
  const { handle } = spare;
  const endings = new Set<() => Promise<void>>();
  return {
    ...handle,
    async listen(channel, ear) {
      const end = await handle.listen(channel, ear);
      endings.add(end);
      return () => {
        endings.delete(end);
        return end();
      };
    },
    async close() {
      for (const end of endings) await end();
      if (worker.spareDatabase) await handle.close();
      else worker.spareDatabase = spare;
    },
  };
}

/** Takes away all rows and what a session can set, and returns the digest of what is left. */
async function emptied(handle: DatabaseHandle): Promise<string> {
  const { db } = handle;
  const { rows } = (await db.execute(
    sql`select string_agg(format('%I', tablename), ', ') as tables from pg_tables where schemaname = 'public'`,
  )) as unknown as { rows: [{ tables: string }] };
  await db.execute(sql.raw(`truncate ${rows[0].tables} restart identity`));
  await db.execute(sql`reset all`);
  return shapeOf(handle);
}

/** The first number that PostgreSQL gives to anything that is not its own. */
const firstOfOurs = 16_384;

/** A digest of all that migrations make: a test may have changed a table, and such a database serves no other test. */
async function shapeOf({ db }: DatabaseHandle): Promise<string> {
  const { rows } = (await db.execute(sql`
    select md5(string_agg(line, ';' order by line)) as shape from (
      select concat_ws(' ', attrelid, attname, atttypid, attnotnull, attisdropped)
        from pg_attribute where attrelid >= ${firstOfOurs}
      union all select concat_ws(' ', conrelid, pg_get_constraintdef(oid)) from pg_constraint where oid >= ${firstOfOurs}
      union all select pg_get_indexdef(indexrelid) from pg_index where indexrelid >= ${firstOfOurs}
      union all select concat_ws(' ', pg_get_triggerdef(oid), tgenabled) from pg_trigger
      union all select concat_ws(' ', oid, prosrc) from pg_proc where oid >= ${firstOfOurs}
      union all select concat_ws(' ', starelid, staattnum, stadistinct)
        from pg_statistic where starelid >= ${firstOfOurs}
      union all select hash from drizzle.__drizzle_migrations
    ) as lines (line)`)) as unknown as { rows: [{ shape: string }] };
  return rows[0].shape;
}

/**
 * PostgreSQL's own tables take seconds to create, so the first database is stored as a file, and later ones begin as a copy
 * of it.
 */
async function openNew(): Promise<DatabaseHandle> {
  const template = join(cache, `pglite-${await versions()}.tar`);
  const copy = await readFile(template).catch(() => undefined);
  if (copy) return openEmbedded(undefined, new Blob([copy]));
  const handle = await openEmbedded(undefined);
  await handle.migrate();
  const partial = `${template}.${process.pid}`;
  await mkdir(cache, { recursive: true });
  await writeFile(partial, (await handle.dump()).stream());
  // Renamed in one step, since another test file may be reading it at this moment.
  await rename(partial, template);
  return handle;
}

/** A digest that changes with the migrations and with the version of PGlite. */
async function versions(): Promise<string> {
  const hash = createHash("sha256");
  const files = ["lib/db/migrations/meta/_journal.json", "node_modules/@electric-sql/pglite/package.json"];
  for (const file of files) hash.update(await readFile(file));
  return hash.digest("hex").slice(0, 16);
}
