import { randomBytes } from "node:crypto";
import { Client } from "pg";

const server = "postgres://postgres@127.0.0.1:5432";

/** The key of the advisory lock that is held while a template is made. Any fixed number will do. */
const templateLock = 7_203_115;

/** A database that a test has made. `drop` removes it. */
export interface MadeDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

/** Creates an empty database with a new name on the PostgreSQL server of this machine. */
export async function createDatabase(): Promise<MadeDatabase> {
  const name = newName();
  await onServer(`create database ${name}`);
  return { url: urlOf(name), drop: () => drop(name) };
}

/**
 * Creates a database as a copy of `template`, which takes a third of the time of its migrations. If there is no template
 * of that name, it is made first, and `migrate` gets its address.
 */
export async function copyTemplate(
  template: string,
  migrate: (url: string) => Promise<void>,
): Promise<MadeDatabase> {
  const name = newName();
  const copy = () => onServer(`create database ${name} template ${template}`);
  await copy().catch(async (error: { code?: string }) => {
    if (error.code !== doesNotExist) throw error;
    await makeTemplate(template, migrate);
    await copy();
  });
  return { url: urlOf(name), drop: () => drop(name) };
}

/** PostgreSQL's code for a database that does not exist. */
const doesNotExist = "3D000";

/** Makes the template, unless another process of the tests has done it meanwhile. */
async function makeTemplate(template: string, migrate: (url: string) => Promise<void>): Promise<void> {
  await withServer(async (client) => {
    await client.query("select pg_advisory_lock($1)", [templateLock]);
    const { rowCount } = await client.query("select from pg_database where datname = $1", [template]);
    if (rowCount) return;
    const name = newName();
    await client.query(`create database ${name}`);
    try {
      await migrate(urlOf(name));
      // It gets its name when it is complete: nobody copies half of it.
      await client.query(`alter database ${name} rename to ${template}`);
    } catch (error) {
      await drop(name);
      throw error;
    }
  });
}

/** Removes the template of a run of tests, if one was made. */
export function dropTemplate(template: string): Promise<void> {
  return onServer(`drop database if exists ${template} with (force)`);
}

/** Runs a statement on the server, outside of the database under test. */
export async function onServer(statement: string): Promise<void> {
  await withServer((client) => client.query(statement));
}

/** Whether the PostgreSQL server answers. */
export function serverAnswers(): Promise<boolean> {
  return onServer("select 1").then(
    () => true,
    () => false,
  );
}

async function withServer(work: (client: Client) => Promise<unknown>): Promise<void> {
  const client = new Client({ connectionString: `${server}/postgres`, connectionTimeoutMillis: 2_000 });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

function newName(): string {
  return `bp_test_${randomBytes(6).toString("hex")}`;
}

function urlOf(name: string): string {
  return `${server}/${name}`;
}

function drop(name: string): Promise<void> {
  return onServer(`drop database ${name} with (force)`);
}
