import { afterAll, beforeAll, expect, test } from "vitest";
import { setDatabase } from "@/lib/db/client";
import { type BenchDatabase, createEmbedded } from "./database";
import { setBenchEnvironment } from "./environment";
import { idOf, people } from "./people";
import { seed } from "./seed";
import type { Size } from "./size";

let database: BenchDatabase;

beforeAll(async () => {
  setBenchEnvironment();
  database = await createEmbedded();
  setDatabase(database);
  await database.migrate();
});
afterAll(async () => {
  setDatabase(undefined);
  await database.close();
});

/** How many rows of `from` there are. */
async function count(from: string): Promise<number> {
  const [row] = await database.query(`select count(*)::int as number from ${from}`);
  return Number(row?.number);
}

const callsOf = (number: number) => count(`calls where '${idOf(number)}' in (caller_id, callee_id)`);

// In this order: a database is filled up, and never loses people.
const sizes: readonly Size[] = [
  { people: 100, present: 10, calls: 2_300 },
  { people: 200, present: 40, calls: 5_000 },
];

test.each(sizes)("the people who are asked about have the same calls at each size: %o", async (size) => {
  await seed(database, size);
  expect(await callsOf(people.me)).toBe(50);
  expect(await callsOf(people.busy)).toBe(2_000);
  expect(await callsOf(people.busiest)).toBe(size.calls / 10);
});

test.each(sizes)("a database has what its size says: %o", async (size) => {
  await seed(database, { ...size, people: 200 });
  expect(await count("users")).toBe(200);
  expect(await count("presence")).toBe(size.present);
  expect(await count("calls where outcome is null")).toBe(size.present / 10);
  expect(await count("presence where phone = 'in_call'")).toBe(size.present / 10);
  const ended = await count("calls where outcome is not null");
  expect(ended).toBeLessThanOrEqual(size.calls);
  // What is missing are calls of somebody with himself.
  expect(ended).toBeGreaterThan(size.calls * 0.97);
});

test("calls are numbered in the order of their time, and people with many have some of every day", async () => {
  await seed(database, { people: 200, present: 10, calls: 5_000 });
  const disorder =
    "(select started_at < lag(started_at) over (order by id) as early from calls) as those where early";
  expect(await count(disorder)).toBe(0);
  for (const number of [people.busy, people.busiest]) {
    const theirs = `calls where '${idOf(number)}' in (caller_id, callee_id)`;
    expect(
      await count(`(select distinct date_trunc('day', now() - started_at) from ${theirs}) as days`),
    ).toBe(10);
  }
});

test("fewer calls than those of the people who are asked about are refused", async () => {
  await expect(seed(database, { people: 200, present: 10, calls: 2_000 })).rejects.toThrow(RangeError);
});
