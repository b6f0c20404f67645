import { createServer, type Server } from "node:net";
import { sql } from "drizzle-orm";
import { afterEach, describe, expect, test } from "vitest";
import { openDatabase } from "@/lib/db/client";
import type { DatabaseHandle } from "@/lib/db/handle";
import { testDatabases } from "@/lib/db/testing/databases";
import { createDatabase } from "@/lib/db/testing/server";
import { DatabaseElsewhere } from "./base/needs";
import { runChecks } from "./run-checks";
import { findingOf, localVariables, testNeeds } from "./testing/needs";

const ids = ["database", "migrations", "database_clock"] as const;
const closing: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** What the three checks find with that database. */
async function examine(handle: DatabaseHandle, change: Parameters<typeof testNeeds>[0] = {}) {
  const { checks } = await runChecks(testNeeds({ database: async () => handle.db, ...change }));
  return Object.fromEntries(ids.map((id) => [id, checks.find((one) => one.id === id)]));
}

/** What the check of the database finds at an address of PostgreSQL. */
async function examineUrl(url: string, limitMs = 5_000) {
  const database = async () => {
    const handle = await openDatabase({ url });
    closing.push(() => handle.close());
    return handle.db;
  };
  const variables = { ...localVariables, DATABASE_URL: url };
  return findingOf("database", { database, variables, limitMs });
}

describe.each(testDatabases)("on $name", ({ isAvailable, open }) => {
  test.runIf(isAvailable)(
    "a migrated database is well, and behind or ahead of the build it is not",
    async () => {
      const handle = await open();
      closing.push(() => handle.close());
      expect(await examine(handle)).toMatchObject({
        database: { status: "ok" },
        migrations: { status: "ok", detail: expect.stringMatching(/^all \d+ migrations/) },
        database_clock: { status: "ok" },
      });

      const last = sql`(select max(created_at) from drizzle.__drizzle_migrations)`;
      await handle.db.execute(
        sql`insert into drizzle.__drizzle_migrations (hash, created_at) values ('x', ${last} + 1), ('y', ${last} + 2)`,
      );
      expect((await examine(handle)).migrations).toMatchObject({
        status: "failed",
        problem: "migrations_newer",
        number: 2,
      });

      await handle.db.execute(sql`delete from drizzle.__drizzle_migrations where hash in ('x', 'y')`);
      await handle.db.execute(sql`delete from drizzle.__drizzle_migrations where created_at = ${last}`);
      expect((await examine(handle)).migrations).toMatchObject({
        status: "failed",
        problem: "migrations_missing",
        number: 1,
        fix: expect.stringContaining("npm start"),
      });

      // As before the first start.
      await handle.db.execute(sql`drop schema drizzle cascade`);
      const { migrations } = await examine(handle);
      expect(migrations).toMatchObject({ status: "failed", problem: "migrations_missing" });
    },
  );

  test.runIf(isAvailable)("a clock that is off is found, and how far", async () => {
    const handle = await open();
    closing.push(() => handle.close());
    const off = async (seconds: number) => {
      const machine = { now: () => Date.now() + seconds * 1_000 };
      return (await examine(handle, { machine })).database_clock;
    };
    expect(await off(4)).toMatchObject({ status: "ok" });
    expect(await off(30)).toMatchObject({
      status: "warning",
      problem: "database_clock_off",
      detail: expect.stringMatching(/(29|30) s ahead of the database's/),
    });
    expect(await off(-300)).toMatchObject({
      status: "failed",
      detail: expect.stringMatching(/(299|300) s behind the database's/),
    });
  });
});

describe("a database that cannot be used", () => {
  test.runIf(testDatabases[0]?.isAvailable)("does not exist, or does not know the user", async () => {
    const { url, drop } = await createDatabase();
    closing.push(drop);
    expect(await examineUrl(url)).toMatchObject({ status: "ok", detail: "PostgreSQL answers" });
    const absent = await examineUrl(url.replace(/\/[^/]+$/, "/no_such_database"));
    expect(absent).toMatchObject({
      problem: "database_unreachable",
      fix: expect.stringMatching(/does not exist/),
    });
    const stranger = await examineUrl(url.replace("postgres@", "no_such_user:pa55word@"));
    expect(stranger).toMatchObject({
      problem: "database_unreachable",
      fix: expect.stringMatching(/refuses the user/),
    });
    expect(JSON.stringify(stranger)).not.toMatch(/pa55word|no_such_user/);
  });

  test("refuses the password", async () => {
    const found = await examineUrl(`postgres://ann:pa55word@127.0.0.1:${await refusingServer("28P01")}/x`);
    expect(found).toMatchObject({
      status: "failed",
      fix: expect.stringMatching(/refuses the user name or password/),
    });
    expect(JSON.stringify(found)).not.toMatch(/pa55word/);
  });

  test("is not running, or says nothing", async () => {
    expect(await examineUrl("postgres://ann:pa55word@127.0.0.1:1/x")).toMatchObject({
      status: "failed",
      problem: "database_unreachable",
      fix: expect.stringMatching(/No PostgreSQL server answers/),
    });
    const port = await listen(createServer(() => {}));
    expect(await examineUrl(`postgres://ann:pa55word@127.0.0.1:${port}/x`, 300)).toMatchObject({
      status: "failed",
      problem: "timed_out",
    });
  });

  test("and what depends on it is skipped, with the reason", async () => {
    const { checks } = await runChecks(testNeeds());
    expect(checks.find(({ id }) => id === "migrations")).toEqual({
      id: "migrations",
      status: "skipped",
      detail: "Not checked, since this check did not pass: Database.",
    });
  });
});

test("an embedded database that nobody has made yet, or that another process has open", async () => {
  const embedded = async (error: DatabaseElsewhere) => {
    const { checks } = await runChecks(testNeeds({ database: () => Promise.reject(error) }));
    return ids.map((id) => checks.find((one) => one.id === id));
  };
  expect(await embedded(new DatabaseElsewhere("absent"))).toMatchObject([
    { status: "failed", problem: "database_missing", fix: expect.stringContaining("npm start") },
    { status: "skipped" },
    { status: "skipped" },
  ]);
  expect(await embedded(new DatabaseElsewhere("in use", true))).toMatchObject([
    { status: "ok", detail: expect.stringContaining("the running app") },
    { status: "skipped", detail: expect.stringContaining("Diagnostics") },
    { status: "skipped", detail: expect.stringContaining("Diagnostics") },
  ]);
  expect((await embedded(new DatabaseElsewhere("in use", false)))[0]).toMatchObject({
    status: "failed",
    problem: "database_unreachable",
  });
});

/** A server that answers each connection with an error of PostgreSQL: https://www.postgresql.org/docs/current/protocol-message-formats.html */
function refusingServer(code: string): Promise<number> {
  const fields = Buffer.from(`SFATAL\0C${code}\0Mno\0\0`);
  const message = Buffer.concat([Buffer.from("E"), Buffer.alloc(4), fields]);
  message.writeInt32BE(fields.length + 4, 1);
  return listen(createServer((socket) => socket.once("data", () => socket.end(message))));
}

async function listen(server: Server): Promise<number> {
  closing.push(() => server.close());
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}
