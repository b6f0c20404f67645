import { randomUUID } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import { beforeAll, beforeEach, expect, test, vi } from "vitest";
import { database, presence, transaction } from "@/lib/db";
import { processState } from "@/lib/db/process-state";
import { calls } from "@/lib/db/schema";
import { onBothDatabases } from "@/lib/db/testing/both";
import type { Session } from "../identity";
import { beat, newSession, outcomeOf, pastCall } from "../testing/people";
import { settleOverdue } from "./settle";

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
