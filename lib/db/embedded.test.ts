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

test("the event loop turns between queries that wait for each other, also those of a transaction", async () => {
  const { db, transaction, close } = await openDatabase({ folder: undefined });
  const one = () => db.execute(sql`select 1`);
  await one();
  let turns = 0;
  let counting = true;
  const count = () => {
    turns += 1;
    if (counting) setImmediate(count);
  };
  setImmediate(count);
  const inside = transaction(async (inner) => {
    for (let n = 0; n < 20; n += 1) await inner.execute(sql`select 1`);
  });
  await Promise.all([inside, ...Array.from({ length: 20 }, one)]);
  counting = false;
  expect(turns).toBeGreaterThanOrEqual(40);
  await close();
});
