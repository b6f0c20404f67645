import { readFileSync } from "node:fs";
import { generateDrizzleJson, generateMigration } from "drizzle-kit/api";
import { sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { onBothDatabases } from "@/lib/db/testing/both";
import { createDatabase, testDatabases } from "@/lib/db/testing/databases";
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
});
