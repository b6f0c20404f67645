import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { Client } from "pg";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { testDatabases } from "@/lib/db/testing/databases";
import { createDatabase } from "@/lib/db/testing/server";
import { isDatabaseUnavailable } from "@/lib/db/unavailable";
import type { DatabaseHandle } from "./handle";
import { openPostgres, type PostgresLimits } from "./postgres";

const limits: PostgresLimits = {
  connect: 2_000,
  query: 5_000,
  statement: 4_000,
  idleInTransaction: 4_000,
  migrationLock: 4_000,
  migrationQuery: 10_000,
};
const nowhere = "postgres://postgres@127.0.0.1:1/none";

describe.runIf(testDatabases[0]?.isAvailable)("a PostgreSQL server", () => {
  let made: Awaited<ReturnType<typeof createDatabase>>;
  let witness: Client;
  const opened: DatabaseHandle[] = [];
  const open = (change: Partial<PostgresLimits>, location: { migrationUrl?: string; url?: string } = {}) => {
    const handle = openPostgres({ url: made.url, ...location }, { ...limits, ...change });
    opened.push(handle);
    return handle;
  };
  const rows = async () => (await witness.query("select n from notes order by n")).rows.map(({ n }) => n);

  beforeAll(async () => {
    made = await createDatabase();
    witness = new Client({ connectionString: made.url });
    await witness.connect();
    await witness.query("create table notes (n int)");
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    await Promise.all(opened.splice(0).map((handle) => handle.close()));
    await witness.query("truncate notes");
  });
  afterAll(async () => {
    await witness.end();
    await made.drop();
  });

  test("a transaction that timed out does not affect later queries", async () => {
    const { db, transaction } = open({ query: 150 });
    const slow = transaction(async (tx) => {
      await tx.execute(sql`insert into notes values (1)`);
      await tx.execute(sql`select pg_sleep(0.6)`);
    });
    await expect(slow).rejects.toSatisfy(isDatabaseUnavailable);
    await sleep(700);
    await db.execute(sql`insert into notes values (2)`);
    expect(await rows()).toEqual([2]);
  });

  test("the server itself ends a statement that takes too long, and its transaction", async () => {
    const { transaction } = open({ statement: 150 });
    const slow = transaction(async (tx) => {
      await tx.execute(sql`insert into notes values (1)`);
      await tx.execute(sql`select pg_sleep(10)`);
    });
    await expect(slow).rejects.toMatchObject({ cause: { code: "57014" } });
    await expect(slow).rejects.toSatisfy(isDatabaseUnavailable);
    expect(await rows()).toEqual([]);
  });

  test("an idle transaction holds its locks for a limited time", async () => {
    vi.spyOn(console, "error").mockReturnValue();
    const { transaction } = open({ idleInTransaction: 150 });
    const silent = transaction(async (tx) => {
      await tx.execute(sql`lock table notes`);
      await sleep(600);
    });
    const settled = expect(silent).rejects.toSatisfy(isDatabaseUnavailable);
    await witness.query("insert into notes values (3)");
    await settled;
    expect(await rows()).toEqual([3]);
  });

  test("the limits do not stay in a connection, which a pooler may hand to another client", async () => {
    const { db, transaction } = open({});
    await transaction(async () => {});
    const shown = await db.execute(sql`show statement_timeout`);
    expect(shown).toMatchObject({ rows: [{ statement_timeout: "0" }] });
  });

  test("migrations go to the unpooled address if there is one", async () => {
    await open({}, { url: nowhere, migrationUrl: made.url }).migrate();
    const { rows } = await witness.query("select to_regclass('public.users') as users");
    expect(rows).toEqual([{ users: "users" }]);
  });

  test("a migration waits for another one for a limited time, and leaves no lock in a session", async () => {
    await witness.query("select pg_advisory_lock(7203114)");
    const late = open({ migrationLock: 150 }).migrate();
    await expect(late).rejects.toThrow(/lock timeout/);
    const patient = open({}).migrate();
    // Only of this database: other tests may be migrating theirs on the same server.
    const locks = () =>
      witness.query(`select 1 from pg_locks where locktype = 'advisory' and granted
        and database = (select oid from pg_database where datname = current_database())`);
    expect((await locks()).rows).toHaveLength(1);
    await witness.query("select pg_advisory_unlock(7203114)");
    await patient;
    expect((await locks()).rows).toHaveLength(0);
  });
});
