import { eq, sql } from "drizzle-orm";
import { beforeAll, beforeEach, expect, test, vi } from "vitest";
import { database, transaction } from "@/lib/db";
import { calls } from "@/lib/db/schema";
import { onBothDatabases } from "@/lib/db/testing/both";
import type { Session } from "../identity";
import { newSession, pastCall } from "../testing/people";
import { applyReport, type NetworkReport } from "./apply-report";
import type { Progress } from "./facts";

onBothDatabases((name) => {
  let ann: Session;
  let ben: Session;
  let row: typeof calls.$inferSelect;
  beforeAll(async () => {
    ann = await newSession("ann");
    ben = await newSession("ben");
  });
  beforeEach(async () => {
    const ref = await pastCall(ann, ben, { outcome: null, evidence: null });
    row = await read(ref);
  });

  async function read(ref: string) {
    const db = await database();
    const [found] = await db.select().from(calls).where(eq(calls.ref, ref));
    if (!found) throw new Error("no row");
    return found;
  }

  function report(sequence: number, progress: Progress | null): NetworkReport {
    const number = { callSid: `CA${"c".repeat(32)}`, sequence, status: progress?.kind ?? "initiated" };
    return {
      callSid: row.callSid,
      leg: { callSid: number.callSid, voiceId: null },
      number,
      at: new Date(row.startedAt.getTime() + sequence * 1_000),
      progress,
    };
  }

  const rang = (sequence: number) => report(sequence, { kind: "ringing" });
  const answered = (sequence: number) => report(sequence, { kind: "answered" });
  const completed = (sequence: number) =>
    report(sequence, { kind: "final", source: "leg", status: "completed", durationSeconds: 12 });

  test("a report that comes again, with other contents, changes nothing", async () => {
    await applyReport(rang(1));
    await applyReport(answered(2));
    const before = await read(row.ref);
    await applyReport({ ...completed(2), at: null });
    await applyReport(rang(1));
    expect(await read(row.ref)).toEqual(before);
  });

  test("a report on an unknown call stores nothing", async () => {
    await applyReport({ ...completed(3), callSid: `CA${"0".repeat(32)}` });
    expect(await read(row.ref)).toEqual(row);
  });

  test("a report is applied although others write the call all the time", async () => {
    const db = await database();
    const save = db.with.bind(db);
    const others = vi.spyOn(db, "with").mockImplementation((...parts) => {
      const { select, ...rest } = save(...parts);
      // Whoever is quicker, each time between the reading and the writing.
      const writes = () => db.update(calls).set({ lastSeenAt: sql`now()` }).where(eq(calls.id, row.id));
      const later = (...given: Parameters<typeof select>) => ({
        from: async (table: never) => {
          await writes();
          return select(...given).from(table);
        },
      });
      return { ...rest, select: later as never };
    });
    await applyReport(completed(7));
    expect(others.mock.calls.length).toBeGreaterThan(1);
    others.mockRestore();
    expect((await read(row.ref)).outcome).toBe("completed");
  });

  // The embedded database runs one transaction at a time, so that no report can come between.
  if (name === "PostgreSQL") {
    /** How many connections to this database wait for a lock. */
    async function waitingForLocks(): Promise<number> {
      const db = await database();
      return db.$count(sql`pg_stat_activity`, sql`datname = current_database() and wait_event_type = 'Lock'`);
    }

    test("a report waits for one that is being applied, and builds on what it stored", async () => {
      const second: Promise<unknown>[] = [];
      await transaction(async (db) => {
        // What another process does that is in the middle of applying a report.
        await db.select({ id: calls.id }).from(calls).where(eq(calls.id, row.id)).for("update");
        second.push(applyReport(completed(3)));
        // It is seen to wait before the first one writes, in each run.
        await vi.waitFor(async () => expect(await waitingForLocks()).toBe(1), 10_000);
        const answeredAt = new Date(row.startedAt.getTime() + 2_000);
        await db.update(calls).set({ answeredAt }).where(eq(calls.id, row.id));
      });
      await Promise.all(second);
      const { answeredAt, endedAt, outcome } = await read(row.ref);
      expect(answeredAt?.getTime()).toBe(row.startedAt.getTime() + 2_000);
      expect(endedAt?.getTime()).toBe(row.startedAt.getTime() + 3_000);
      expect(outcome).toBe("completed");
    });
  }
});
