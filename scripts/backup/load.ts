import { sql } from "drizzle-orm";
import { type MigrationMeta, readMigrationFiles } from "drizzle-orm/migrator";
import { type Database, migrationsFolder } from "@/lib/db/handle";
import { migrationLock } from "@/lib/db/postgres";
import { QueryError } from "@/lib/db/query-error";
import { BackupError, type Counts, countsSchema, type Header, headerSchema } from "./format";
import { queryRows } from "./query-rows";
import { tablesIn } from "./tables";

export interface LoadOptions {
  /** What the database has now is deleted. Without it only a database without rows is taken. */
  readonly replace: boolean;
  /** Nobody stays signed in: a session that ended since the backup would be valid again. */
  readonly signOut: boolean;
}

/** How many rows are inserted by one statement, and how many characters they may have before the last one. */
const batch = 500;
const batchLength = 16 * 1024 * 1024;

/**
 * Puts the lines of a backup into the database: all of it or, if anything fails, nothing. The tables are made as they
 * were at the time of the backup; then the migrations that came later follow.
 * @returns the header, and how many rows of each table there are now
 */
export function load(
  db: Database,
  lines: AsyncIterator<string>,
  { replace, signOut }: LoadOptions,
): Promise<{ header: Header; counts: Counts }> {
  const loaded = db.transaction(async (transaction) => {
    await transaction.execute(sql`select pg_advisory_xact_lock(${sql.raw(String(migrationLock))})`);
    const header = readHeader((await lines.next()).value);
    const known = readMigrationFiles({ migrationsFolder });
    expectKnown(header, known);
    await empty(transaction, { replace, known });
    await migrate(transaction, known.slice(0, header.migrations.length));
    const counts = await insertAll(transaction, lines, { header, skip: signOut ? sessionTables : [] });
    for (const { table, column, last } of header.identities) {
      if (last === null) continue;
      await transaction.execute(
        sql`select setval(pg_get_serial_sequence(${`public.${table}`}, ${column}), ${last})`,
      );
    }
    await migrate(transaction, known.slice(header.migrations.length));
    return { header, counts };
  });
  return loaded.catch((error: unknown) => {
    throw explainRow(error);
  });
}

/** The rows of sessions, and those that belong to them. */
const sessionTables = ["sessions", "push_subscriptions"];

/** PostgreSQL's codes for a value (22) or a row (23) that it refuses, and for a table or a column that is not there. */
const refusedRow = /^(22|23|42P01$|42703$)/;

/** The database's message about a row would tell nobody that all is as it was. */
function explainRow(error: unknown): unknown {
  if (!(error instanceof QueryError && refusedRow.test(String(error.code)))) return error;
  return new BackupError(
    `This backup has a row that the database refuses (SQLSTATE ${error.code}), so nothing was changed: choose another one.`,
  );
}

function readHeader(line: unknown): Header {
  const header = headerSchema.safeParse(parse(String(line)));
  if (header.success) return header.data;
  throw new BackupError(
    "This file is no backup that this version can read: choose one that `npm run backup` made.",
  );
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function expectKnown({ migrations }: Header, known: readonly MigrationMeta[]): void {
  if (migrations.every((hash, index) => hash === known[index]?.hash)) return;
  throw new BackupError(
    "This backup is from a newer version of Browser Phone: install that version, then restore it there.",
  );
}

/** Leaves a database without any of our tables. */
async function empty(
  db: Database,
  { replace, known }: { replace: boolean; known: readonly MigrationMeta[] },
): Promise<void> {
  const tables = await tablesIn(db);
  if (tables.size === 0) return;
  const own = [...tables].filter((table) => !table.includes("."));
  const [first] = tables.has("drizzle.__drizzle_migrations")
    ? await queryRows<{ hash: string }>(
        db,
        sql`select hash from drizzle.__drizzle_migrations order by created_at limit 1`,
      )
    : [];
  if (own.length > 0 && first?.hash !== known[0]?.hash) {
    throw new BackupError(
      "This database has tables of something else: give Browser Phone a database of its own (DATABASE_URL).",
    );
  }
  if (!replace) {
    for (const table of own) {
      const rows = await queryRows(db, sql`select 1 from ${sql.identifier(table)} limit 1`);
      if (rows.length === 0) continue;
      throw new BackupError("The database is not empty. To delete all that is in it, add --replace.");
    }
  }
  for (const table of own) await db.execute(sql`drop table ${sql.identifier(table)} cascade`);
  await db.execute(sql`drop schema if exists drizzle cascade`);
}

/** Applies migrations as drizzle does (drizzle-orm/pg-core/dialect.js), within the transaction. */
async function migrate(db: Database, migrations: readonly MigrationMeta[]): Promise<void> {
  await db.execute(sql`create schema if not exists drizzle`);
  await db.execute(
    sql`create table if not exists drizzle.__drizzle_migrations (id serial primary key, hash text not null, created_at bigint)`,
  );
  for (const migration of migrations) {
    for (const statement of migration.sql) await db.execute(sql.raw(statement));
    await db.execute(
      sql`insert into drizzle.__drizzle_migrations (hash, created_at) values (${migration.hash}, ${migration.folderMillis})`,
    );
  }
}

async function insertAll(
  db: Database,
  lines: AsyncIterator<string>,
  { header, skip }: { header: Header; skip: readonly string[] },
): Promise<Counts> {
  const read: Counts = Object.fromEntries(header.tables.map((table) => [table, 0]));
  let table = "";
  let rows: string[] = [];
  let length = 0;
  const flush = async () => {
    if (rows.length > 0 && !skip.includes(table)) await insert(db, table, rows);
    rows = [];
    length = 0;
  };
  for (;;) {
    const { value, done } = await lines.next();
    const separator = done ? -1 : value.indexOf("\t");
    const name = done ? "" : value.slice(0, separator);
    if (name === "end" || name !== table || rows.length >= batch || length >= batchLength) await flush();
    if (name === "end") {
      const written = countsSchema.safeParse(parse(value.slice(separator + 1)));
      if (written.success && header.tables.every((one) => written.data[one] === read[one])) break;
    }
    if (read[name] === undefined) {
      throw new BackupError(
        "This backup is damaged or not complete, so nothing was changed: choose another one.",
      );
    }
    table = name;
    rows.push(value.slice(separator + 1));
    length += value.length;
    read[name] += 1;
  }
  for (const name of skip) if (name in read) read[name] = 0;
  return read;
}

/** The rows are as `to_jsonb` wrote them, so PostgreSQL itself reads them back. */
async function insert(db: Database, table: string, rows: readonly string[]): Promise<void> {
  const name = sql.identifier(table);
  await db.execute(
    sql`insert into ${name} overriding system value
      select * from jsonb_populate_recordset(null::${name}, ${`[${rows.join(",")}]`}::jsonb)`,
  );
}
