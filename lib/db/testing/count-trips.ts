import { PgPreparedQuery } from "drizzle-orm/pg-core";
import { Client } from "pg";
import { vi } from "vitest";
import { databaseHandle } from "@/lib/db/client";

type RunQuery = (query: string, params: unknown[], run: () => Promise<unknown>) => Promise<unknown>;

/**
 * Counts the round trips to the database of this process that `work` makes. A query that is sent while another one of its
 * connection is not answered yet makes no trip of its own. On PostgreSQL the driver is watched, so that `begin` and
 * `commit` count, and on PGlite, which is in this process, each query of ours. What the change feed sends does not count:
 * it goes out by itself, and nobody waits for it.
 */
export async function countTrips(work: () => Promise<unknown>): Promise<number> {
  await databaseHandle();
  const waiting = new Map<unknown, number>();
  let trips = 0;
  const sent = (connection: unknown) => {
    const others = waiting.get(connection) ?? 0;
    if (others === 0) trips++;
    waiting.set(connection, others + 1);
  };
  const answered = (connection: unknown) => waiting.set(connection, (waiting.get(connection) ?? 1) - 1);

  const send = Client.prototype.query as (this: Client, ...given: unknown[]) => unknown;
  let isServer = false;
  const watched = vi.spyOn(Client.prototype, "query").mockImplementation(function (
    this: Client,
    ...given: unknown[]
  ) {
    isServer = true;
    if (isOfFeed(given[0])) return send.apply(this, given);
    sent(this);
    const result = send.apply(this, given);
    Promise.resolve(result).then(
      () => answered(this),
      () => answered(this),
    );
    return result;
  } as never);
  const prototype = PgPreparedQuery.prototype as unknown as { queryWithCache: RunQuery };
  const run = prototype.queryWithCache;
  let queries = 0;
  let open = 0;
  prototype.queryWithCache = async function (this: unknown, ...given) {
    if (isOfFeed(given[0])) return run.apply(this, given);
    if (open++ === 0) queries++;
    try {
      return await run.apply(this, given);
    } finally {
      open--;
    }
  };
  try {
    await work();
  } finally {
    watched.mockRestore();
    prototype.queryWithCache = run;
  }
  return isServer ? trips : queries;
}

/** Whether a query, as the driver or drizzle gets it, is one of the change feed's. */
function isOfFeed(query: unknown): boolean {
  const text = typeof query === "string" ? query : (query as { text?: unknown } | undefined)?.text;
  return typeof text === "string" && text.includes("pg_notify");
}
