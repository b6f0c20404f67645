import { createHash } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { openEmbedded } from "@/lib/db/embedded";
import type { DatabaseHandle } from "@/lib/db/handle";

const cache = "node_modules/.cache/browser-phone";

/**
 * Opens a fresh, migrated database in memory. PostgreSQL's own tables take seconds to create, so the first database
 * is stored as a file, and later ones begin as a copy of it.
 */
export async function openInMemory(): Promise<DatabaseHandle> {
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
