import { sql } from "drizzle-orm";
import { expect, test, vi } from "vitest";
import { database, rateLimits } from "@/lib/db";
import { databaseHandle, openDatabase, setDatabase } from "@/lib/db/client";
import { onBothDatabases } from "@/lib/db/testing/both";
import { hit, type Limit, sweepLimits, takeBack } from "./limits";

const limit: Limit = { name: "test", hits: 3, seconds: 60 };

async function hits(number: number, who: string): Promise<string[]> {
  const results = await Promise.allSettled(Array.from({ length: number }, () => hit(limit, who)));
  return results.map(({ status }) => status).toSorted();
}

onBothDatabases((name) => {
  test("a hit above the limit is refused with the time to wait", async () => {
    expect(await hits(3, "a")).toEqual(["fulfilled", "fulfilled", "fulfilled"]);
    await expect(hit(limit, "a")).rejects.toMatchObject({ code: "rate_limited", status: 429 });
    const error = await hit(limit, "a").catch((caught: unknown) => caught);
    expect((error as { retryAfterSeconds: number }).retryAfterSeconds).toBeGreaterThan(55);
    await hit(limit, "b");
  });

  test("only three of twenty simultaneous hits pass", async () => {
    expect((await hits(20, "crowd")).filter((status) => status === "fulfilled")).toHaveLength(3);
  });

  test("refused hits do not prolong the window, and after it a new one begins", async () => {
    const db = await database();
    await hits(5, "later");
    await db.execute(sql`update rate_limits set expires_at = now() - interval '1 second'`);
    expect((await hits(4, "later")).filter((status) => status === "fulfilled")).toHaveLength(3);
  });

  test("a window begins with its first hit, and later ones do not move its end", async () => {
    const db = await database();
    await db.delete(rateLimits);
    const end = async () => (await db.select({ at: rateLimits.expiresAt }).from(rateLimits))[0]?.at.getTime();
    await hit(limit, "steady");
    const first = await end();
    expect(first).toBeDefined();
    await hits(4, "steady");
    expect(await end()).toBe(first);
  });

  test("a hit that is taken back does not count", async () => {
    for (let count = 0; count < 10; count++) {
      await hit(limit, "good");
      await takeBack(limit, "good");
    }
    await takeBack(limit, "good");
    expect(await hits(3, "good")).toEqual(["fulfilled", "fulfilled", "fulfilled"]);
  });

  test("any text serves as a key", async () => {
    for (const who of ["", "\0", "\ud800", "x".repeat(100_000)]) await hit(limit, who);
  });

  test("sweeping removes expired windows and keeps the others", async () => {
    const db = await database();
    await db.delete(rateLimits);
    await hit(limit, "old");
    await db.execute(sql`update rate_limits set expires_at = now() - interval '1 second'`);
    await hit(limit, "new");
    await sweepLimits();
    expect(await db.select().from(rateLimits)).toHaveLength(1);
  });

  test("a counter whose only hit is taken back leaves no row", async () => {
    const db = await database();
    await db.delete(rateLimits);
    for (let count = 0; count < 20; count++) {
      await hit(limit, `nobody ${count}`);
      await takeBack(limit, `nobody ${count}`);
    }
    expect(await db.select().from(rateLimits)).toEqual([]);
  });

  test("sweeping keeps a number of counters, and those with the most hits", async () => {
    const db = await database();
    await db.delete(rateLimits);
    await hits(3, "busy");
    for (let count = 0; count < 10; count++) await hit(limit, `once ${count}`);
    await sweepLimits(4);
    expect(await db.select().from(rateLimits)).toHaveLength(4);
    await expect(hit(limit, "busy")).rejects.toMatchObject({ code: "rate_limited" });
  });

  test("sweeping keeps the counters of one limit, however many there are of another", async () => {
    const db = await database();
    await db.delete(rateLimits);
    const guesses: Limit = { name: "guesses", hits: 3, seconds: 60 };
    await hit(guesses, "stranger");
    for (let count = 0; count < 10; count++) await hits(2, `here ${count}`);
    await sweepLimits(4);
    const rows = await db.select({ key: rateLimits.key }).from(rateLimits);
    expect(rows.filter(({ key }) => key.startsWith("guesses:"))).toHaveLength(1);
    expect(rows).toHaveLength(5);
  });

  test("a hit removes old counters, if none has done so for a minute", async () => {
    const db = await database();
    await db.delete(rateLimits);
    await hit(limit, "old");
    await db.execute(sql`update rate_limits set expires_at = now() - interval '1 second'`);
    const later = vi.spyOn(Date, "now").mockReturnValue(Date.now() + 61_000);
    await hit(limit, "new");
    later.mockRestore();
    expect(await db.select().from(rateLimits)).toHaveLength(1);
  });

  // Several instances can share only a server.
  if (name === "PostgreSQL") {
    test("several instances count together", async () => {
      const first = await databaseHandle();
      const { url } = first as { url?: string };
      const second = await openDatabase({ url: url ?? "" });
      try {
        const results = [];
        for (let count = 0; count < 12; count++) {
          setDatabase(count % 2 ? first : second);
          results.push(
            hit(limit, "shared").then(
              () => "fulfilled",
              () => "rejected",
            ),
          );
        }
        expect((await Promise.all(results)).filter((status) => status === "fulfilled")).toHaveLength(3);
      } finally {
        setDatabase(first);
        await second.close();
      }
    });
  }
});
