import { sql } from "drizzle-orm";
import type { Database } from "@/lib/db/handle";
import { BackupError, type Counts, type Header, leftOut } from "./format";
import { queryRows } from "./query-rows";
import { parentsFirst, tablesIn } from "./tables";

/** How many rows are in memory at a time. */
const batch = 500;

/** The same for tables with sound in them, of which each row may have 8 MB as text. */
const batchOfSounds = 4;
const sounds = ["voicemail_audio", "voicemail_greetings"];

/**
 * Reads all data as it was at one moment, while the app may go on writing. `write` gets the backup's lines.
 * @returns how many rows of each table there are
 */
export function dump(db: Database, write: (line: string) => Promise<void>): Promise<Counts> {
  return db.transaction(
    async (transaction) => {
      const header = await describeDatabase(transaction);
      await write(JSON.stringify(header));
      const counts: Counts = {};
      for (const table of header.tables) counts[table] = await dumpTable(transaction, table, write);
      await write(`end\t${JSON.stringify(counts)}`);
      return counts;
    },
    { isolationLevel: "repeatable read", accessMode: "read only" },
  );
}

async function describeDatabase(db: Database): Promise<Header> {
  const existing = await tablesIn(db);
  if (!existing.has("drizzle.__drizzle_migrations")) {
    throw new BackupError("The database has no tables of Browser Phone: check DATABASE_URL, or DATA_DIR.");
  }
  const [time] = await queryRows<{ now: string }>(db, sql`select to_jsonb(now()) #>> '{}' as now`);
  const migrations = await queryRows<{ hash: string }>(
    db,
    sql`select hash from drizzle.__drizzle_migrations order by created_at`,
  );
  const tables = (await parentsFirst(db)).filter((table) => !leftOut.includes(table));
  const identities: Header["identities"] = [];
  const columns = await queryRows<{ table: string; column: string }>(
    db,
    sql`select table_name as "table", column_name as "column" from information_schema.columns
      where table_schema = 'public' and is_identity = 'YES' order by 1, 2`,
  );
  for (const { table, column } of columns) {
    const [sequence] = await queryRows<{ name: string }>(
      db,
      sql`select pg_get_serial_sequence(${`public.${table}`}, ${column}) as name`,
    );
    const [state] = await queryRows<{ last: string; called: boolean }>(
      db,
      sql`select last_value::text as last, is_called as called from ${sql.raw(sequence?.name ?? "")}`,
    );
    identities.push({ table, column, last: state?.called ? Number(state.last) : null });
  }
  return {
    browserPhone: "backup",
    format: 1,
    createdAt: time?.now ?? "",
    migrations: migrations.map(({ hash }) => hash),
    tables,
    identities,
  };
}

async function dumpTable(db: Database, table: string, write: (line: string) => Promise<void>) {
  await db.execute(
    sql`declare backup_rows no scroll cursor for select to_jsonb(one)::text as line from ${sql.identifier(table)} as one`,
  );
  const most = sounds.includes(table) ? batchOfSounds : batch;
  let count = 0;
  for (;;) {
    const rows = await queryRows<{ line: string }>(db, sql.raw(`fetch ${most} from backup_rows`));
    if (rows.length === 0) break;
    for (const { line } of rows) await write(`${table}\t${line}`);
    count += rows.length;
  }
  await db.execute(sql`close backup_rows`);
  return count;
}
