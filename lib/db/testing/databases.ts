import { openDatabase } from "@/lib/db/client";
import type { DatabaseHandle } from "@/lib/db/handle";
import { openInMemory } from "./embedded";
import { copyTemplate, createDatabase, serverAnswers } from "./server";

/** A kind of database that tests run on. */
export interface TestDatabase {
  readonly name: "PostgreSQL" | "PGlite";
  readonly isAvailable: boolean;
  /** Opens a fresh, migrated database. */
  open(): Promise<DatabaseHandle & { url?: string }>;
}

const reachable = await serverAnswers();

/** The only database to use, by its name; empty for each that there is. */
const only = process.env.TEST_DATABASE ?? "";
if (!reachable) console.warn("no PostgreSQL server at 127.0.0.1:5432: that half of the tests is skipped");

/** Both kinds. Without a server, the PostgreSQL half of the tests is reported as skipped. */
export const testDatabases: readonly TestDatabase[] = [
  { name: "PostgreSQL", isAvailable: reachable && only !== "PGlite", open: openOnServer },
  { name: "PGlite", isAvailable: only !== "PostgreSQL", open: openInMemory },
];

/** What a run of the tests calls its migrated database (`vitest.databases.ts`); empty outside of a run. */
const template = process.env.TEST_TEMPLATE ?? "";

async function openOnServer(): Promise<DatabaseHandle & { url: string }> {
  const { url, drop } = template ? await copyTemplate(template, migrateAt) : await createDatabase();
  const handle = await openDatabase({ url });
  if (!template) await handle.migrate();
  const close = async () => {
    await handle.close();
    await drop();
  };
  return { ...handle, url, close };
}

async function migrateAt(url: string): Promise<void> {
  const handle = await openDatabase({ url });
  await handle.migrate();
  await handle.close();
}
