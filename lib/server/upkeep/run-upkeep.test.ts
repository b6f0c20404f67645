import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { database, presence, rateLimits, sessions } from "@/lib/db";
import { callEvents } from "@/lib/db/schema";
import { onBothDatabases } from "@/lib/db/testing/both";
import { hit } from "../limits";
import { beat, newSession, outcomeOf, pastCall } from "../testing/people";
import { runUpkeep } from "./run-upkeep";

let now = Date.now();

onBothDatabases(() => {
  test("expired rows are removed at most once a minute, and overdue calls are settled", async () => {
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
    const open = { outcome: null, evidence: null, liveUntil: new Date(0), lastSeenAt: new Date(0) };

    await fill();
    await db.execute(
      sql`insert into sessions (user_id, expires_at) values (${old.person.id}, now() - interval '1 second')`,
    );
    const ref = await pastCall(old, young, open);
    now += 61_000;
    await runUpkeep(now);
    expect(await left()).toEqual([1, 2, 2]);
    expect(await outcomeOf(ref)).toBe("failed");

    await fill();
    await runUpkeep(now + 59_000);
    expect((await left())[1]).toBe(4);
  });

  test("report numbers are removed after a month, and their calls stay", async () => {
    const db = await database();
    const ref = await pastCall(await newSession("ann"), await newSession("ben"));
    await db.execute(sql`insert into call_events (call_sid, sequence, call_id, status, received_at)
      select 'CA', days, id, 'ringing', now() - make_interval(days => days)
      from calls, unnest(array[29, 31]) as days where ref = ${ref}`);
    now += 61_000;
    await runUpkeep(now);
    expect(await db.select({ days: callEvents.sequence }).from(callEvents)).toEqual([{ days: 29 }]);
    expect(await outcomeOf(ref)).toBe("completed");
  });

  test("beats within a second settle calls once, and a beat a second later again", async () => {
    const [cat, dan] = [await newSession("cat"), await newSession("dan")];
    now += 61_000;
    await runUpkeep(now);
    const ref = await pastCall(cat, dan, { outcome: null, evidence: null, liveUntil: new Date(0) });
    await runUpkeep(now + 999);
    expect(await outcomeOf(ref)).toBeNull();
    await runUpkeep(now + 1_000);
    expect(await outcomeOf(ref)).toBe("failed");
  });
});
