import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { generateDrizzleJson, generateMigration } from "drizzle-kit/api";
import { sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/node-postgres";
import { migrate } from "drizzle-orm/node-postgres/migrator";
import { Client } from "pg";
import { describe, expect, test } from "vitest";
import { onBothDatabases } from "@/lib/db/testing/both";
import { testDatabases } from "@/lib/db/testing/databases";
import { createDatabase } from "@/lib/db/testing/server";
import { databaseHandle, openDatabase } from "./client";
import * as schema from "./schema";

test("the migrations match the schema (after a change: npm run db:generate)", async () => {
  const folder = "lib/db/migrations/meta";
  const journal = JSON.parse(readFileSync(`${folder}/_journal.json`, "utf8"));
  const latest = String(journal.entries.at(-1).idx).padStart(4, "0");
  const snapshot = JSON.parse(readFileSync(`${folder}/${latest}_snapshot.json`, "utf8"));
  const now = generateDrizzleJson({ ...schema }, snapshot.id);
  expect(await generateMigration(snapshot, now)).toEqual([]);
});

onBothDatabases(() => {
  test("migrating again changes nothing", async () => {
    const handle = await databaseHandle();
    await handle.migrate();
  });
});

const [server] = testDatabases;
describe.runIf(server?.isAvailable)("on PostgreSQL", () => {
  test("five processes migrate at the same time", async () => {
    const { url, drop } = await createDatabase();
    const handles = await Promise.all(Array.from({ length: 5 }, () => openDatabase({ url })));
    try {
      await Promise.all(handles.map((handle) => handle.migrate()));
      const [first] = handles;
      const rows = await first?.db.execute(
        sql`select count(*)::int as number from drizzle.__drizzle_migrations`,
      );
      const journal = JSON.parse(readFileSync("lib/db/migrations/meta/_journal.json", "utf8"));
      expect(rows).toMatchObject({ rows: [{ number: journal.entries.length }] });
    } finally {
      await Promise.all(handles.map((handle) => handle.close()));
      await drop();
    }
  });

  test("a call that was over before calls at once were counted holds no place", async () => {
    const { url, drop } = await createDatabase();
    const before = mkdtempSync(join(tmpdir(), "browser-phone-migrations-"));
    const client = new Client({ connectionString: url });
    await client.connect();
    try {
      cpSync("lib/db/migrations", before, { recursive: true });
      const file = join(before, "meta/_journal.json");
      const journal = JSON.parse(readFileSync(file, "utf8"));
      const last = journal.entries.findIndex(({ tag }: { tag: string }) => tag.endsWith("_counted_calls"));
      writeFileSync(file, JSON.stringify({ ...journal, entries: journal.entries.slice(0, last) }));
      await migrate(drizzle(client), { migrationsFolder: before });
      await client.query(`insert into calls (ref, call_sid, dialed, anonymous, outcome, evidence, ended_at)
        values (gen_random_uuid(), 'over', 'x', false, 'completed', 'network', now()),
          (gen_random_uuid(), 'guessed', 'x', false, 'completed', 'guess', now()),
          (gen_random_uuid(), 'under way', 'x', false, null, null, null)`);
      await migrate(drizzle(client), { migrationsFolder: "lib/db/migrations" });
      const { rows } = await client.query(
        "select call_sid from calls where released_at is null order by call_sid",
      );
      expect(rows.map((row) => row.call_sid)).toEqual(["guessed", "under way"]);
    } finally {
      await client.end();
      rmSync(before, { recursive: true });
      await drop();
    }
  });
});
