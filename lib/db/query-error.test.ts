import { inspect } from "node:util";
import { eq, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { openDatabase } from "./client";
import { database, sessions, transaction, users } from "./index";
import { QueryError } from "./query-error";
import { onBothDatabases } from "./testing/both";
import { isDatabaseUnavailable } from "./unavailable";

const secret = "4f9d6f0e-5f5c-4a54-9c39-0123456789ab";

async function failureOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => undefined,
    (error: unknown) => error,
  );
}

/** Everything that somebody who prints the error could print. */
function printed(error: unknown): string {
  const { stack, message } = error as Error;
  return [inspect(error, { depth: 10, showHidden: true }), JSON.stringify(error), stack, message].join("\n");
}

onBothDatabases(() => {
  test("the error of a query shows none of its parameters", async () => {
    const db = await database();
    await db.insert(users).values({ id: "u_1", username: "taken_name", displayName: "A" });
    const failures = [
      // A value in the wrong form, which PostgreSQL quotes.
      failureOf(db.execute(sql`select ${`hush ${secret}`}::uuid`)),
      // A unique column, whose value is in the error's detail.
      failureOf(db.insert(users).values({ id: "u_2", username: "taken_name", displayName: secret })),
      // A reference to nothing.
      failureOf(db.insert(sessions).values({ id: secret, userId: "u_hush", expiresAt: new Date() })),
      failureOf(db.execute(sql`select * from no_such_table where id = ${secret}`)),
      failureOf(transaction((inner) => inner.execute(sql`select ${secret}::int`))),
    ];
    for (const error of await Promise.all(failures)) {
      expect(error).toBeInstanceOf(QueryError);
      expect(printed(error)).not.toMatch(/4f9d6f0e|hush|taken_name/);
      expect((error as QueryError).code).toMatch(/^[0-9A-Z]{5}$/);
    }
  });

  test("the error keeps PostgreSQL's code, the constraint and the query", async () => {
    const db = await database();
    await db.insert(users).values({ id: "u_3", username: "third", displayName: "A" });
    const error = await failureOf(
      db.insert(users).values({ id: "u_4", username: "third", displayName: "A" }),
    );
    expect(error).toMatchObject({
      code: "23505",
      query: expect.stringContaining("insert into"),
      message: expect.stringContaining("users_username_unique"),
    });
  });
});

test("a database that is out of reach is still told apart", async () => {
  const nowhere = await openDatabase({ url: "postgres://postgres:hush@127.0.0.1:1/none" });
  const error = await failureOf(nowhere.db.select().from(sessions).where(eq(sessions.id, secret)).execute());
  await nowhere.close();
  expect(isDatabaseUnavailable(error)).toBe(true);
  expect(printed(error)).not.toMatch(/4f9d6f0e|hush/);
});

test.each([
  ["42P01", "database_not_migrated"],
  ["42703", "database_not_migrated"],
  ["ECONNREFUSED", "database_unavailable"],
  ["28P01", "database_unavailable"],
  ["23505", undefined],
])("a page may say of the code %s: %s", (code, digest) => {
  const cause = Object.assign(new Error("the driver's text"), { code });
  const error = new QueryError("select 1", cause);
  expect(error.digest).toBe(digest);
  expect("digest" in error).toBe(digest !== undefined);
});
