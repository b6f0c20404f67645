import { randomBytes } from "node:crypto";
import { Client } from "pg";

const server = "postgres://postgres@127.0.0.1:5432";

/** Creates an empty database with a new name on the PostgreSQL server of this machine. `drop` removes it. */
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

/** Whether the PostgreSQL server answers. */
export function serverAnswers(): Promise<boolean> {
  return onServer("select 1").then(
    () => true,
    () => false,
  );
}
