import { randomUUID } from "node:crypto";
import { eq, isNotNull, sql } from "drizzle-orm";
import { beforeAll, beforeEach, expect, test, vi } from "vitest";
import { database, presence, transaction } from "@/lib/db";
import { processState } from "@/lib/db/process-state";
import { calls } from "@/lib/db/schema";
import { onBothDatabases } from "@/lib/db/testing/both";
import type { Session } from "../identity";
import { beat, newSession, outcomeOf, pastCall } from "../testing/people";
import { findOverdue, settleOverdue } from "./settle";

const ago = (seconds: number) => sql`now() - make_interval(secs => ${seconds})`;
const open = { outcome: null, evidence: null, answeredAt: sql`now()` } as const;

onBothDatabases((name) => {
  let ann: Session;
  let ben: Session;
  beforeAll(async () => {
    ann = await newSession("ann");
    ben = await newSession("ben");
  });
  beforeEach(async () => {
    const db = await database();
    await db.delete(presence);
    await db.delete(calls);
    // As in a process that has settled calls before.
    await settleOverdue();
  });

  async function openCall(change: Parameters<typeof pastCall>[2]): Promise<string> {
    return pastCall(ann, ben, { ...open, ...change } as typeof change);
  }

  const set = async (ref: string, change: Record<string, unknown>) => {
    const db = await database();
    await db.update(calls).set(change).where(eq(calls.ref, ref));
  };

  test("a hundred calls that continue on another device do not delay the outcome of the next call", async () => {
    const db = await database();
    const refs: string[] = [];
    for (let number = 0; number < 101; number++) refs.push(await openCall({}));
    await db.update(calls).set({ calleeEndedAt: ago(60) });
    const expiresAt = new Date(Date.now() + 60_000);
    const tab = { sessionId: ben.id, userId: ben.person.id, phone: "in_call" as const, expiresAt };
    await db.insert(presence).values(refs.map((ref) => ({ ...tab, tab: randomUUID(), ref })));
    const over = await openCall({});
    await set(over, { calleeEndedAt: ago(60), liveUntil: ago(-60) });
    await settleOverdue();
    expect(await outcomeOf(over)).toBe("completed");
  });

  test("a hundred calls are settled at once, those first that have been silent the longest", async () => {
    const db = await database();
    const refs: string[] = [];
    for (let number = 0; number < 101; number++) refs.push(await openCall({}));
    const hinted = await openCall({});
    await db
      .update(calls)
      .set({ liveUntil: sql`now() - interval '2 hours' + ${calls.id} * interval '1 second'` });
    const [last = ""] = refs.slice(-1);
    await set(last, { liveUntil: ago(1) });
    // This one is silent too, and it must not count twice.
    await set(refs[0] ?? "", { calleeEndedAt: ago(60) });
    await set(hinted, { calleeEndedAt: ago(60), liveUntil: ago(-60) });
    const settled = () => db.$count(calls, isNotNull(calls.outcome));
    await settleOverdue();
    expect([await settled(), await outcomeOf(last), await outcomeOf(hinted)]).toEqual([100, null, null]);
    await settleOverdue();
    expect(await settled()).toBe(102);
  });

  // A server plans each statement anew. The embedded database keeps a plan that must do for any parameters.
  test.each(["force_custom_plan", "force_generic_plan"])(
    "looking for overdue calls reads none of a thousand others that are under way (%s)",
    async (mode) => {
      const db = await database();
      await db.execute(sql`insert into calls (ref, call_sid, dialed, anonymous, live_until, outcome)
        select gen_random_uuid(), 'CA' || number, 'ben', false,
          now() + make_interval(secs => case when number > 1000 then -number else 60 end),
          case when number > 1000 then 'completed' end
        from generate_series(1, 3000) as number`);
      await db.execute(sql`analyze calls`);
      const silent = await openCall({});
      await set(silent, { liveUntil: ago(1) });
      const hinted = await openCall({});
      await set(hinted, { calleeEndedAt: ago(60) });
      const { sql: text, params } = findOverdue(db).toSQL();
      const plan = await db.transaction(async (inside) => {
        await inside.execute(sql`select set_config('plan_cache_mode', ${mode}, true)`);
        await inside.execute(sql.raw(`prepare overdue as ${text}`));
        const given = sql.raw(`overdue(${params.join(", ")})`);
        const explained = await inside.execute(
          sql`explain (analyze, costs off, timing off) execute ${given}`,
        );
        await inside.execute(sql`deallocate overdue`);
        return JSON.stringify(explained);
      });
      expect(plan).toContain("calls_under_way");
      expect(plan).toContain("calls_hinted");
      expect(plan).not.toContain("Rows Removed by Filter");
      expect(plan).not.toContain("Seq Scan on calls");
    },
  );

  test("the hint of a device that only stopped ringing does not shorten the 10 s of the other side", async () => {
    const ref = await openCall({});
    await beat(ben, { phone: "in_call", ref });
    await set(ref, { calleeEndedAt: ago(60), callerEndedAt: ago(1) });
    await settleOverdue();
    expect(await outcomeOf(ref)).toBeNull();
    await set(ref, { callerEndedAt: ago(11) });
    await settleOverdue();
    expect(await outcomeOf(ref)).toBe("completed");
  });

  test("a process that settles for the first time does not end recent calls for their silence", async () => {
    const [recent, long] = [await openCall({}), await openCall({})];
    await set(recent, { liveUntil: ago(100), lastSeenAt: ago(145) });
    await set(long, { liveUntil: ago(600), lastSeenAt: ago(645) });
    processState.hasSettled = false;
    await settleOverdue();
    expect([await outcomeOf(recent), await outcomeOf(long)]).toEqual([null, "completed"]);
    await set(recent, { liveUntil: ago(1) });
    await settleOverdue();
    expect(await outcomeOf(recent)).toBe("completed");
  });

  /** How many connections to this database wait for a lock. */
  async function waitingForLocks(): Promise<number> {
    const db = await database();
    const waiting = sql`datname = current_database() and wait_event_type = 'Lock'`;
    return db.$count(sql`pg_stat_activity`, waiting);
  }

  // The embedded database runs one transaction at a time.
  if (name === "PostgreSQL") {
    test("a sign of life while the call is being settled keeps it open", async () => {
      const ref = await openCall({});
      await set(ref, { liveUntil: ago(1) });
      let settling = Promise.resolve();
      await transaction(async (db) => {
        await db
          .update(calls)
          .set({ liveUntil: sql`now() + interval '45 seconds'` })
          .where(eq(calls.ref, ref));
        settling = settleOverdue();
        await vi.waitFor(async () => expect(await waitingForLocks()).toBe(1));
      });
      await settling;
      expect(await outcomeOf(ref)).toBeNull();
    });
  }
});
