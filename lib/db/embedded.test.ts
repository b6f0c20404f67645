import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openDatabase } from "./client";
import { holdFolder } from "./lock";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "bp-embedded-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test("an open embedded database holds its folder, and closing it lets the next one have it", async () => {
  const one = await openDatabase({ folder });
  await expect(openDatabase({ folder })).rejects.toThrow(/in use by another process/);
  // The refused one has not harmed the first.
  expect(await one.db.execute(sql`select 1 as one`)).toMatchObject({ rows: [{ one: 1 }] });
  await one.close();
  await (await openDatabase({ folder })).close();
});

test("a folder that another process holds is refused before the database touches it", async () => {
  const release = await holdFolder(folder);
  await expect(openDatabase({ folder })).rejects.toThrow(/in use by another process/);
  await release();
});
