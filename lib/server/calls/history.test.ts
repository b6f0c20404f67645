import { randomUUID } from "node:crypto";
import type { SQL } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { callsResponseSchema } from "@/lib/contracts";
import { onBothDatabases } from "@/lib/db/testing/both";
import type { Session } from "../identity";
import { readMe } from "../people/me";
import { newSession, pastCall } from "../testing/people";
import { historyQuerySchema, listCalls, markSeen } from "./history";
import { readCall } from "./read-call";

onBothDatabases(() => {
  let ann: Session;
  let ben: Session;
  beforeAll(async () => {
    ann = await newSession("ann", "Ann");
    ben = await newSession("ben", "Ben");
  });

  const refs = async (me: Session, query: Record<string, string> = {}) => {
    const answer = await listCalls(me.person.id, historyQuerySchema.parse(query));
    return callsResponseSchema.parse(answer).calls.map(({ ref }) => ref);
  };

  test("the history has the newest call first, 50 a page, and each call once", async () => {
    const [cat, dan] = [await newSession("cat"), await newSession("dan")];
    const made: string[] = [];
    for (let count = 0; count < 120; count++) made.push(await pastCall(cat, dan));
    const seen: string[] = [];
    let cursor: string | null = "";
    for (let page = 0; cursor !== null && page < 5; page++) {
      const answer = await listCalls(dan.person.id, historyQuerySchema.parse(cursor ? { cursor } : {}));
      seen.push(...answer.calls.map(({ ref }) => ref));
      // A new call does not shift the pages.
      if (page === 0) await pastCall(cat, dan);
      cursor = answer.nextCursor;
    }
    expect(seen).toEqual(made.toReversed());
  });

  test("a search finds a peer however the name is written", async () => {
    const [hana, ida] = [await newSession("hana_1", "ﾔﾏﾀﾞ Zoe\u0308"), await newSession("seeker")];
    const made = await pastCall(ida, hana);
    const got = await pastCall(hana, ida);
    for (const q of ["やまだ", "ヤマダ", "zoe", "ZOË", "@hana_1", "ｈａｎａ", " Hana_1 "]) {
      expect(await refs(ida, { q }), q).toEqual([got, made]);
    }
    const unknown = await pastCall(ida, hana, { calleeId: null, dialed: "No_Body%" });
    for (const q of ["no_body", "@No_Body%", "y%"]) expect(await refs(ida, { q }), q).toEqual([unknown]);
  });

  test("a malformed cursor is refused", () => {
    for (const cursor of ["x", "-1", "1e3", "9".repeat(30), "1;drop"]) {
      expect(historyQuerySchema.safeParse({ cursor }).success).toBe(false);
    }
  });

  test("the history has only my own calls, and none from people whom I have blocked", async () => {
    const eve = await newSession("eve");
    const call = await pastCall(ann, ben);
    const spared = await pastCall(eve, ben, { outcome: "blocked", evidence: "refused" });
    expect(await refs(ann)).toEqual([call]);
    expect(await refs(ben)).toEqual([call]);
    expect(await refs(eve)).toEqual([spared]);
    await expect(readCall(eve.person.id, call)).rejects.toMatchObject({ code: "not_found" });
    expect(await readCall(eve.person.id, spared)).toMatchObject({ outcome: "offline" });
    expect((await readMe(ben.person.id)).missed).toBe(0);
  });

  test("a search finds names, but never the caller of an anonymous call", async () => {
    const [fay, gus] = [await newSession("fay", "Fay W"), await newSession("gus", "Gus")];
    const open = await pastCall(fay, gus);
    const hidden = await pastCall(fay, gus, { anonymous: true });
    const out = await pastCall(gus, fay, { anonymous: true });
    expect(await refs(gus)).toEqual([out, hidden, open]);
    for (const q of ["fay", "FAY", "y w"]) expect(await refs(gus, { q })).toEqual([out, open]);
    expect(await refs(gus, { q: "gus" })).toEqual([]);
    expect(await refs(gus, { q: "%" })).toEqual([]);
    expect(await readCall(gus.person.id, hidden)).toMatchObject({ peer: null, anonymous: true });
  });

  test("missed calls are listed, and counted until they are seen", async () => {
    const [hal, ida] = [await newSession("hal"), await newSession("ida")];
    const missed = [];
    for (const outcome of ["no_answer", "canceled", "offline", "busy", "failed"] as const) {
      missed.unshift(await pastCall(hal, ida, { outcome }));
    }
    for (const outcome of ["completed", "declined", "blocked"] as const)
      await pastCall(hal, ida, { outcome });
    const ringing = await pastCall(hal, ida, { outcome: null, evidence: null });
    expect((await readMe(ida.person.id)).missed).toBe(5);
    expect((await readMe(hal.person.id)).missed).toBe(0);
    expect(await refs(ida, { missed: "1" })).toEqual(missed);
    // Neither the caller nor somebody else sees them for the callee.
    const other = await newSession("joy");
    await markSeen(hal.person.id);
    await markSeen(other.person.id);
    expect((await readMe(ida.person.id)).missed).toBe(5);
    await markSeen(ida.person.id);
    expect((await readMe(ida.person.id)).missed).toBe(0);
    expect(await refs(ida, { missed: "1" })).toEqual(missed);
    expect(await readCall(ida.person.id, ringing)).toMatchObject({ missed: false, outcome: null });
  });

  test("calls with a message are listed by themselves, and counted as the message instead of as missed", async () => {
    const { database, voicemails } = await import("@/lib/db");
    const { eq, sql } = await import("drizzle-orm");
    const [kay, leo] = [await newSession("kay", "Kay"), await newSession("leo", "Leo")];
    const leave = async (change: Parameters<typeof pastCall>[2], recordedAt: SQL | null = sql`now()`) => {
      const ref = await pastCall(kay, leo, change);
      const callSid = `CA${ref.replaceAll("-", "")}`;
      const of = { ownerId: leo.person.id, callerId: kay.person.id, anonymous: false };
      await (await database())
        .insert(voicemails)
        .values({ ...of, ref, callSid, recordedAt, seconds: 3, nextTryAt: sql`now()` });
      return ref;
    };
    const declined = await leave({ outcome: "declined" });
    const missed = await leave({ outcome: "no_answer" });
    // Nobody has spoken yet.
    const begun = await leave({ outcome: "no_answer" }, null);
    const without = await pastCall(kay, leo, { outcome: "no_answer" });
    expect(await refs(leo, { messages: "1" })).toEqual([missed, declined]);
    expect(await refs(leo, { messages: "1", missed: "1" })).toEqual([missed]);
    expect(await refs(leo, { messages: "1", q: "kay" })).toEqual([missed, declined]);
    expect(await refs(leo, { messages: "1", q: "leo" })).toEqual([]);
    expect(await refs(kay, { messages: "1" })).toEqual([]);
    expect(await refs(leo, { missed: "1" })).toEqual([without, begun, missed]);
    expect(await readMe(leo.person.id)).toMatchObject({ missed: 2, unheard: 2 });
    await markSeen(leo.person.id);
    expect(await readMe(leo.person.id)).toMatchObject({ missed: 0, unheard: 2 });
    // What was seen with its message does not become new when that is deleted.
    await (await database()).delete(voicemails).where(eq(voicemails.ref, missed));
    expect(await readMe(leo.person.id)).toMatchObject({ missed: 0, unheard: 1 });
    expect(await refs(leo, { messages: "1" })).toEqual([declined]);
  });

  test("the call of a deleted person stays, without the name", async () => {
    const { database, users } = await import("@/lib/db");
    const { eq } = await import("drizzle-orm");
    const [jan, kim] = [await newSession("jan"), await newSession("kim")];
    const call = await pastCall(jan, kim);
    const db = await database();
    await db.delete(users).where(eq(users.id, jan.person.id));
    expect(await readCall(kim.person.id, call)).toMatchObject({ peer: null, direction: "incoming" });
    await expect(readCall(kim.person.id, randomUUID())).rejects.toMatchObject({ code: "not_found" });
  });
});
