import { randomUUID } from "node:crypto";
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
