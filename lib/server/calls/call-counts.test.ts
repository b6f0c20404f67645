import { randomBytes, randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import fc from "fast-check";
import { beforeEach, expect, test } from "vitest";
import { database } from "@/lib/db";
import { callCounts, calls } from "@/lib/db/schema";
import { onBothDatabases } from "@/lib/db/testing/both";
import { callsWithin, storeCallCounts } from "./call-counts";

const day = 24 * 60 * 60;

onBothDatabases(() => {
  beforeEach(async () => {
    const db = await database();
    await db.delete(calls);
    await db.delete(callCounts);
  });

  /** Writes calls that began so many seconds ago. A refused one is not counted. */
  async function begin(ages: readonly number[], isRefused = false) {
    if (ages.length === 0) return;
    const db = await database();
    // In one statement, so that calls of the same age are of the same minute.
    const rows = ages.map((age) => {
      const at = sql`now() - make_interval(secs => ${age})`;
      return {
        ref: randomUUID(),
        callSid: `CA${randomBytes(16).toString("hex")}`,
        dialed: "x",
        anonymous: false,
        startedAt: at,
        ...(isRefused ? { evidence: "refused" as const, releasedAt: at } : {}),
      };
    });
    await db.insert(calls).values(rows);
  }

  const counted = async (seconds: number) => {
    const db = await database();
    const [row] = await db
      .select({ number: callsWithin(db, seconds).mapWith(Number) })
      .from(sql`(select 1) as one`);
    return row?.number;
  };

  test("whatever is stored meanwhile, the count is that of the calls", async () => {
    // Not so near to an end of the time that it passes during the test.
    const age = fc.oneof(
      fc.integer({ min: 0, max: 300 }),
      fc.integer({ min: 3_500, max: 3_570 }),
      fc.integer({ min: 3_601, max: 3_700 }),
      fc.integer({ min: 0, max: day - 30 }),
      fc.integer({ min: day + 1, max: day + 400 }),
    );
    const ages = fc.array(age, { maxLength: 8 });
    await fc.assert(
      fc
        .asyncProperty(
          ages,
          fc.boolean(),
          ages,
          fc.boolean(),
          async (early, storesOnce, late, storesAgain) => {
            await begin(early);
            if (storesOnce) await storeCallCounts();
            // What is written late began late, too: a call of a minute that is stored would not be counted.
            const young = late.map((seconds) => seconds % 50);
            await begin(young);
            await begin(young, true);
            if (storesAgain) await storeCallCounts();
            const all = [...early, ...young];
            for (const seconds of [3_600, day]) {
              expect(await counted(seconds)).toBe(all.filter((age) => age < seconds).length);
            }
          },
        )
        .beforeEach(async () => {
          const db = await database();
          await db.delete(calls);
          await db.delete(callCounts);
        }),
      { numRuns: 25 },
    );
  });

  test("minutes that are over are stored once, without refused calls, and removed after a day", async () => {
    const db = await database();
    await begin([300, 300, 400, 10]);
    await begin([300], true);
    await db.insert(callCounts).values({ minute: sql`now() - interval '25 hours'`, calls: 7 });
    await storeCallCounts();
    await Promise.all([storeCallCounts(), storeCallCounts()]);
    const rows = await db.select().from(callCounts).orderBy(callCounts.minute);
    expect(rows.map((row) => row.calls)).toEqual([1, 2]);
  });

  test("the calls of whole minutes are not read one by one", async () => {
    const db = await database();
    await begin([3_000, 3_000]);
    await storeCallCounts();
    await db.delete(calls);
    expect(await counted(3_600)).toBe(2);
    expect(await counted(2_000)).toBe(0);
  });
});
