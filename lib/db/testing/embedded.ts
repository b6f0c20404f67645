import { createHash } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { openEmbedded } from "@/lib/db/embedded";
import type { DatabaseHandle } from "@/lib/db/handle";

const cache = "node_modules/.cache/browser-phone";

/**
 * A fresh, migrated database in memory. Making one takes seconds, nearly all of them for PostgreSQL's own
 * tables, so the first is kept as a file, and later ones begin as a copy of it.
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
  // In one step: another test file may be looking for it at this moment.
  await rename(partial, template);
  return handle;
}

/** Changes with the tables and with the database itself. */
async function versions(): Promise<string> {
  const hash = createHash("sha256");
  const files = ["lib/db/migrations/meta/_journal.json", "node_modules/@electric-sql/pglite/package.json"];
  for (const file of files) hash.update(await readFile(file));
  return hash.digest("hex").slice(0, 16);
}
