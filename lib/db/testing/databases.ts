import { randomBytes } from "node:crypto";
import { Client } from "pg";
import { openDatabase } from "@/lib/db/client";
import type { DatabaseHandle } from "@/lib/db/handle";
import { openInMemory } from "./embedded";

const server = "postgres://postgres@127.0.0.1:5432";

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

async function openOnServer(): Promise<DatabaseHandle & { url: string }> {
  const { url, drop } = await createDatabase();
  const handle = await openDatabase({ url });
  await handle.migrate();
  const close = async () => {
    await handle.close();
    await drop();
  };
  return { ...handle, url, close };
}

/** Creates an empty database with a new name on the server. */
export async function createDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  const name = `bp_test_${randomBytes(6).toString("hex")}`;
  await onServer(`create database ${name}`);
  return { url: `${server}/${name}`, drop: () => onServer(`drop database ${name} with (force)`) };
}

/** Runs a statement on the server, outside of the database under test. */
export async function onServer(statement: string): Promise<void> {
  const client = new Client({ connectionString: `${server}/postgres`, connectionTimeoutMillis: 2_000 });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

async function serverAnswers(): Promise<boolean> {
  return onServer("select 1").then(
    () => true,
    () => false,
  );
}
