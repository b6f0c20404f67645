import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { database, presence, rateLimits, sessions } from "@/lib/db";
import { keepHouse } from "./housekeeping";
import { hit } from "./limits";
import { onBothDatabases } from "./testing/both";
import { beat, newSession, pastCall } from "./testing/people";

let now = Date.now();

onBothDatabases(() => {
  test("what no longer counts is removed, and calls left open get their outcome; at most once a minute", async () => {
    const db = await database();
    const [old, young] = [await newSession("old"), await newSession("young")];
    const fill = async () => {
      await beat(old);
      await hit({ name: "x", hits: 1, seconds: 1 }, "old");
      await db.execute(sql`update rate_limits set expires_at = now() - interval '1 second'`);
      await db.execute(sql`update presence set expires_at = now() - interval '1 hour'`);
      await beat(young);
      await hit({ name: "x", hits: 1, seconds: 60 }, "young");
    };
    const left = async () => [
      (await db.select().from(presence)).length,
      (await db.select().from(rateLimits)).length,
      (await db.select().from(sessions)).length,
    ];
    const open = { outcome: null, evidence: null, liveUntil: new Date(0) };

    await fill();
    await db.execute(
      sql`insert into sessions (user_id, expires_at) values (${old.person.id}, now() - interval '1 second')`,
    );
    const ref = await pastCall(old, young, open);
    now += 61_000;
    await keepHouse(now);
    expect(await left()).toEqual([1, 1, 2]);
    const { rows } = (await db.execute(sql`select outcome from calls where ref = ${ref}`)) as unknown as {
      rows: unknown[];
    };
    expect(rows).toEqual([{ outcome: "failed" }]);

    await fill();
    await keepHouse(now + 59_000);
    expect((await left())[1]).toBe(2);
  });
});
