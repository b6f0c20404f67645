import { randomBytes, randomUUID } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Refusal } from "@/lib/contracts";
import { type Database, database, transaction } from "@/lib/db";
import { calls } from "@/lib/db/schema";
import { onBothDatabases } from "@/lib/db/testing/both";
import { env } from "@/lib/env";
import type { Session } from "../identity";
import { clearPersonLimits, setPersonLimits } from "../operator/person-limits";
import { newSession } from "../testing/people";
import { applyReport, noteNoRoom } from "./apply-report";
import { createCall } from "./create-call";
import { noteCallerLegEnded, noteSideEnded } from "./note-ended";
import { settleOverdue } from "./settle";

/** How many locks of this PostgreSQL database are waited for. */
async function countWaiting(db: Database): Promise<number> {
  const [row] = await db
    .select({ number: sql`count(*)`.mapWith(Number) })
    .from(sql`pg_locks`)
    .where(sql`not granted and database = (select oid from pg_database where datname = current_database())`);
  return row?.number ?? 0;
}

onBothDatabases((name) => {
  let ann: Session;
  let ben: Session;
  let configured: ReturnType<typeof env>;

  beforeEach(async () => {
    configured = { ...env() };
    await (await database()).delete(calls);
  });
  beforeAll(async () => {
    ann = await newSession("ann");
    ben = await newSession("ben");
  });
  afterEach(() => {
    Object.assign(env(), configured);
  });

  const limit = (limits: Record<string, number>) => Object.assign(env(), limits);

  /** A call as the voice network asks about it: its row, or undefined if it may not be written twice. */
  async function call(from = ann, to = ben, refused: Parameters<typeof createCall>[0]["refused"] = null) {
    const created = await createCall({
      ref: randomUUID(),
      callSid: `CA${randomBytes(16).toString("hex")}`,
      callerId: from.person.id,
      callerSessionId: from.id,
      guestLinkId: null,
      guestName: null,
      once: false,
      calleeId: to.person.id,
      dialed: to.person.username,
      anonymous: false,
      refused,
      devices: refused ? [] : [to.voiceId],
    });
    if (!created) throw new Error("no row");
    return created.row;
  }
  type Row = Awaited<ReturnType<typeof call>>;

  const report = (row: Row, source: "leg" | "dial", status: "completed" | "busy" | "failed") =>
    applyReport({
      callSid: row.callSid,
      leg: source === "leg" ? { callSid: `${row.callSid}-leg`, voiceId: null } : null,
      number: null,
      at: null,
      progress: { kind: "final", source, status, durationSeconds: 0 },
    });
  /** Moves a call into the past, as the database sees it. */
  const pass = async (seconds: number, row: Row) => {
    const db = await database();
    await db.execute(sql`update calls set started_at = started_at - make_interval(secs => ${seconds}),
      live_until = live_until - make_interval(secs => ${seconds}) where id = ${row.id}`);
  };

  describe("a call over a limit", () => {
    test.each<[string, Record<string, number>, Refusal]>([
      ["of one person at once", { CALLS_AT_ONCE_PER_PERSON: 2 }, "calls_at_once"],
      ["of one person in an hour", { CALLS_PER_HOUR_PER_PERSON: 2 }, "call_quota"],
      ["of one person in a day", { CALLS_PER_DAY_PER_PERSON: 2 }, "call_quota"],
      ["of everybody at once", { CALLS_AT_ONCE: 2 }, "installation_full"],
      ["of everybody in an hour", { CALLS_PER_HOUR: 2 }, "installation_full"],
      ["of everybody in a day", { CALLS_PER_DAY: 2 }, "installation_full"],
    ])("%s is refused with its reason, and does not exist for the callee", async (_, limits, refusal) => {
      limit(limits);
      await call();
      await call();
      expect(await call()).toMatchObject({
        outcome: "failed",
        refusal,
        evidence: "refused",
        calleeId: null,
        dialed: "ben",
      });
    });

    test("does not count itself, nor does any other call that we refused", async () => {
      limit({ CALLS_AT_ONCE_PER_PERSON: 1, CALLS_PER_HOUR_PER_PERSON: 2, CALLS_PER_HOUR: 2 });
      for (let number = 0; number < 3; number++) {
        await call(ann, ben, { outcome: "offline", refusal: null });
        await call(ann, ben, { outcome: "failed", refusal: "too_many_calls" });
      }
      const first = await call();
      for (let number = 0; number < 3; number++) expect((await call()).refusal).toBe("calls_at_once");
      await report(first, "dial", "completed");
      expect((await call()).refusal).toBeNull();
    });

    test("of one person leaves room for the others", async () => {
      limit({ CALLS_AT_ONCE_PER_PERSON: 1 });
      await call();
      expect((await call()).refusal).toBe("calls_at_once");
      expect((await call(ben, ann)).refusal).toBeNull();
    });
  });

  describe("the limits that the operator has set for one person", () => {
    afterEach(() => clearPersonLimits(ann.person));

    test.each<[string, Parameters<typeof setPersonLimits>[1], Refusal]>([
      ["at once", { atOnce: 1 }, "calls_at_once"],
      ["in an hour", { perHour: 1 }, "call_quota"],
      ["in a day", { perDay: 1 }, "call_quota"],
    ])("refuse their second call, and no call of others: %s", async (_, limits, refusal) => {
      await setPersonLimits(ann.person, limits);
      expect((await call()).refusal).toBeNull();
      expect((await call()).refusal).toBe(refusal);
      expect((await call(ben, ann)).refusal).toBeNull();
      expect((await call(ben, ann)).refusal).toBeNull();
    });

    test("may be higher than the configured ones, which hold again without them", async () => {
      limit({ CALLS_PER_DAY_PER_PERSON: 1 });
      await setPersonLimits(ann.person, { perDay: 2 });
      await call();
      expect((await call()).refusal).toBeNull();
      expect((await call()).refusal).toBe("call_quota");
      await clearPersonLimits(ann.person);
      await (await database()).delete(calls);
      await call();
      expect((await call()).refusal).toBe("call_quota");
    });

    test("leave the configured ones as they are where none was set", async () => {
      limit({ CALLS_PER_HOUR_PER_PERSON: 1 });
      await setPersonLimits(ann.person, { perDay: 9 });
      await call();
      expect((await call()).refusal).toBe("call_quota");
    });

    test.each([{ atOnce: 0 }, { perHour: 0 }, { perDay: 0 }])(
      "refuse every call with the same reason if one is 0: %j",
      async (limits) => {
        await setPersonLimits(ann.person, limits);
        expect((await call()).refusal).toBe("call_quota");
      },
    );

    test("do not lift the limits of everybody", async () => {
      limit({ CALLS_PER_DAY: 1 });
      await setPersonLimits(ann.person, { perDay: 100 });
      await call();
      expect((await call()).refusal).toBe("installation_full");
    });
  });

  describe("the windows of an hour and a day", () => {
    test.each([
      ["CALLS_PER_HOUR_PER_PERSON", 3_600],
      ["CALLS_PER_DAY_PER_PERSON", 86_400],
      ["CALLS_PER_HOUR", 3_600],
      ["CALLS_PER_DAY", 86_400],
    ])("move with each call: %s", async (name, seconds) => {
      limit({ [name]: 1 });
      const first = await call();
      await report(first, "dial", "completed");
      await pass(seconds - 60, first);
      expect((await call()).refusal).not.toBeNull();
      await pass(61, first);
      expect((await call()).refusal).toBeNull();
    });
  });

  describe("a place among the calls at once", () => {
    const longest = 30 + 5 + 240 * 60 + 60;
    beforeEach(() => limit({ CALLS_AT_ONCE_PER_PERSON: 1 }));

    test.each([
      ["the result of <Dial>", (row: Row) => report(row, "dial", "completed")],
      ["the end of the callee's leg", (row: Row) => report(row, "leg", "failed")],
      ["the end of the caller's leg", (row: Row) => noteCallerLegEnded(row.callSid, new Date())],
    ])("is free after the network's report of %s, also if that comes twice", async (_, end) => {
      const row = await call();
      await end(row);
      await end(row);
      expect((await call()).refusal).toBeNull();
      expect((await call()).refusal).toBe("calls_at_once");
    });

    test("stays taken when tabs report an end, a phone is busy, or an outcome is guessed", async () => {
      // A process that settles for the first time gives every call another minute.
      await settleOverdue();
      const row = await call();
      await noteSideEnded(ann.person.id, row.ref);
      await noteSideEnded(ben.person.id, row.ref);
      await pass(120, row);
      await settleOverdue();
      const db = await database();
      const [guessed] = await db.select().from(calls).where(eq(calls.id, row.id));
      expect(guessed?.outcome).not.toBeNull();
      expect((await call()).refusal).toBe("calls_at_once");
      await noteNoRoom(ben.voiceId, row.ref);
      expect((await call()).refusal).toBe("calls_at_once");
    });

    test("is free once the call must be over, although no report came", async () => {
      const row = await call();
      await pass(longest - 60, row);
      expect((await call()).refusal).toBe("calls_at_once");
      await pass(61, row);
      expect((await call()).refusal).toBeNull();
    });

    test("is free the sooner, the shorter the longest call is", async () => {
      limit({ CALL_MAX_MINUTES: 10 });
      const row = await call();
      await pass(11 * 60, row);
      expect((await call()).refusal).toBe("calls_at_once");
      await pass(60, row);
      expect((await call()).refusal).toBeNull();
    });
  });

  /**
   * Makes calls at the same moment. On PostgreSQL none of them can write its row before all have come as far as they
   * can: whoever counts without the others has done so by then.
   */
  async function race(asked: (() => Promise<Row>)[]): Promise<(Refusal | null)[]> {
    if (name === "PGlite") return refusalsOf(asked.map((ask) => ask()));
    const db = await database();
    const started = await transaction(async (holder) => {
      await holder.execute(sql`lock table calls in share row exclusive mode`);
      const waiting = { all: asked.map((ask) => ask()) };
      await expect.poll(() => countWaiting(db)).toBe(asked.length);
      return waiting;
    });
    return refusalsOf(started.all);
  }
  const refusalsOf = async (rows: Promise<Row>[]) => (await Promise.all(rows)).map(({ refusal }) => refusal);

  test("of several calls at the same moment one takes the last place of a person", async () => {
    limit({ CALLS_AT_ONCE_PER_PERSON: 3 });
    await call();
    await call();
    const found = await race(Array.from({ length: 6 }, () => () => call()));
    expect(found.sort()).toEqual([...Array(5).fill("calls_at_once"), null]);
  });

  test("of the calls of several people at the same moment one takes the last place of all", async () => {
    limit({ CALLS_AT_ONCE: 2 });
    await call();
    const found = await race(Array.from({ length: 3 }, () => [() => call(), () => call(ben, ann)]).flat());
    expect(found.sort()).toEqual([...Array(5).fill("installation_full"), null]);
  });

  test("counting uses the index that has no refused calls", async () => {
    const db = await database();
    const plan = await db.transaction(async (inside) => {
      await inside.execute(sql`set local enable_seqscan = off`);
      return inside.execute(sql`explain select count(*) from calls where started_at > now() - interval '1 day'
        and (evidence = 'refused' and released_at <= started_at) is not true`);
    });
    expect(JSON.stringify(plan)).toContain("calls_started");
  });
});
