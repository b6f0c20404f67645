import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Change, subscribe } from "@/lib/changes";
import { backWatchSeconds, mostBackWatches } from "@/lib/contracts";
import { allows, backWatches, blocks, database, presence, users } from "@/lib/db";
import { onBothDatabases } from "@/lib/db/testing/both";
import type { Session } from "../identity";
import { beat, newSession, pastCall } from "../testing/people";
import { stopWatchingForBack, sweepBackWatches, takeBackWatches, watchForBack } from "./back-watches";
import { block } from "./blocks";
import { findPerson, listPeople } from "./directory";
import { tellBack } from "./tell-back";

onBothDatabases(() => {
  let ann: Session;
  let ben: Session;
  let cat: Session;
  let me: string;
  beforeAll(async () => {
    ann = await newSession("ann", "Ann");
    ben = await newSession("ben", "Ben");
    cat = await newSession("cat", "Cat");
    me = ann.person.id;
  });
  beforeEach(async () => {
    const db = await database();
    for (const table of [backWatches, presence, blocks, allows]) await db.delete(table);
    await db.update(users).set({ doNotDisturb: false, callPolicy: "everyone", suspendedAt: null });
  });

  let n = 0;
  const benIs = (phone: "ready" | "in_call" | "gone", ref: string | null = null) => {
    n += 1;
    return beat(ben, { phone, ref, n });
  };
  const isWatched = async () => (await findPerson(me, "ben")).watched;

  /** The people who are told while `work` is done, and of whom. */
  async function toldBy(work: () => Promise<unknown>): Promise<Extract<Change, { kind: "back" }>[]> {
    const told: Change[] = [];
    const stop = subscribe((changes) => told.push(...changes));
    await work();
    stop();
    return told.flatMap((change) => (change.kind === "back" ? [change] : []));
  }
  const told = () => toldBy(() => tellBack(ben.person.id));
  const annIsTold = () => [{ kind: "back", person: me, username: "ben", displayName: "Ben" }];

  describe("who waits for somebody", () => {
    test("is told once when they come, and waits no more", async () => {
      await watchForBack(me, "ben");
      expect(await isWatched()).toBe(true);
      expect(await told()).toEqual([]);
      await benIs("ready");
      expect(await told()).toEqual(annIsTold());
      expect(await told()).toEqual([]);
      expect(await isWatched()).toBe(false);
    });

    test("is told once if several processes notice it at the same moment", async () => {
      for (let turn = 0; turn < 5; turn++) {
        await watchForBack(me, "ben");
        await benIs("ready");
        const all = await toldBy(() => Promise.all(Array.from({ length: 6 }, () => tellBack(ben.person.id))));
        expect(all).toEqual(annIsTold());
      }
    });

    test("is told after a call and after “do not disturb”, when they can be called", async () => {
      await watchForBack(me, "ben");
      await benIs("in_call", await pastCall(ben, cat));
      expect(await told()).toEqual([]);
      const db = await database();
      await db.update(users).set({ doNotDisturb: true }).where(eq(users.id, ben.person.id));
      await benIs("ready");
      expect(await told()).toEqual([]);
      await db.update(users).set({ doNotDisturb: false }).where(eq(users.id, ben.person.id));
      expect(await told()).toEqual(annIsTold());
    });

    test("is one of several, each of whom is told", async () => {
      await watchForBack(me, "ben");
      await watchForBack(cat.person.id, "ben");
      await benIs("ready");
      expect((await told()).map(({ person }) => person).sort()).toEqual([me, cat.person.id].sort());
    });

    test("is not told of somebody whom they have blocked by name meanwhile, and hears of one whom they blocked unknowingly", async () => {
      const anonymous = await pastCall(ben, ann, { anonymous: true });
      await watchForBack(me, "ben");
      await benIs("ready");
      await block(me, { username: "ben" });
      expect(await told()).toEqual([]);
      const db = await database();
      await db.delete(blocks);
      await block(me, { ref: anonymous });
      expect(await told()).toEqual(annIsTold());
    });

    test("takes that back", async () => {
      await watchForBack(me, "ben");
      await stopWatchingForBack(me, "ben");
      await stopWatchingForBack(me, "ben");
      expect(await isWatched()).toBe(false);
      await benIs("ready");
      expect(await told()).toEqual([]);
    });

    test("has a page that hears of it, or none and is told by push", async () => {
      const hasPage = async () => {
        await watchForBack(me, "ben");
        return (await takeBackWatches(ben.person.id)).map((waiter) => waiter.hasPage);
      };
      await benIs("ready");
      expect(await hasPage()).toEqual([false]);
      await beat(ann, { hidden: true, n: 1 });
      expect(await hasPage()).toEqual([false]);
      await beat(ann, { hidden: true, n: 2, stream: randomUUID() });
      expect(await hasPage()).toEqual([true]);
      await beat(ann, { phone: "gone", n: 3 });
      expect(await hasPage()).toEqual([false]);
    });
  });

  describe("the rules", () => {
    const tabs = ["none", "ready", "in a call", "in an anonymous call"] as const;
    const rules = [
      "none",
      "blocked",
      "only known people",
      "only known people, as I am",
      "suspended",
    ] as const;
    const cases = tabs.flatMap((tab) =>
      rules.flatMap((rule) => [false, true].map((doNotDisturb) => ({ tab, rule, doNotDisturb }))),
    );

    test("nobody is told of a person whom the list does not show as here, and everybody of one whom it does", {
      timeout: 120_000,
    }, async () => {
      const db = await database();
      const refs = {
        "in a call": await pastCall(ben, cat),
        "in an anonymous call": await pastCall(ben, cat, { anonymous: true }),
      };
      const id = ben.person.id;
      let count = 0;
      for (const { tab, rule, doNotDisturb } of cases) {
        for (const table of [backWatches, presence, blocks, allows]) await db.delete(table);
        await db.update(users).set({ suspendedAt: null }).where(eq(users.id, id));
        await watchForBack(me, "ben");
        if (tab === "ready") await benIs("ready");
        else if (tab !== "none") await benIs("in_call", refs[tab]);
        if (rule === "blocked") await db.insert(blocks).values({ blockerId: id, blockedId: me });
        if (rule === "only known people, as I am")
          await db.insert(allows).values({ userId: id, allowedId: me });
        const callPolicy = rule.startsWith("only known") ? "known" : "everyone";
        const suspendedAt = rule === "suspended" ? new Date() : null;
        await db.update(users).set({ doNotDisturb, callPolicy, suspendedAt }).where(eq(users.id, id));
        const [shown] = (await listPeople(me, "ben")).people;
        const taken = await takeBackWatches(id);
        const isHere = shown?.presence === "here";
        expect(taken.length, JSON.stringify({ tab, rule, doNotDisturb })).toBe(isHere ? 1 : 0);
        count += taken.length;
      }
      // Two tabs by which one looks here, two rules that let me ring.
      expect(count).toBe(4);
    });

    test("nobody, oneself and a suspended person are not found", async () => {
      const db = await database();
      await db.update(users).set({ suspendedAt: new Date() }).where(eq(users.id, cat.person.id));
      for (const username of ["nobody", "ann", "cat"]) {
        await expect(watchForBack(me, username)).rejects.toMatchObject({ code: "not_found" });
        await expect(stopWatchingForBack(me, username)).rejects.toMatchObject({ code: "not_found" });
      }
    });

    test("one person waits for 50 at most, and again for one of them", async () => {
      const db = await database();
      const many = Array.from({ length: mostBackWatches }, (_, index) => ({
        id: `u_${index}`,
        username: `many_${index}`,
        displayName: `Many ${index}`,
      }));
      await db.insert(users).values(many);
      const expiresAt = new Date(2100, 0);
      await db.insert(backWatches).values(many.map(({ id }) => ({ userId: me, watchedId: id, expiresAt })));
      await expect(watchForBack(me, "ben")).rejects.toMatchObject({ code: "list_full" });
      await watchForBack(me, "many_0");
      expect(await db.$count(backWatches)).toBe(mostBackWatches);
      // Those that are over take no place, although they have not been swept yet.
      await db
        .update(backWatches)
        .set({ expiresAt: new Date(0) })
        .where(eq(backWatches.watchedId, "u_1"));
      await watchForBack(me, "ben");
    });

    test("a watch ends after a week, and is removed then", async () => {
      const db = await database();
      await watchForBack(me, "ben");
      const [row] = await db.select().from(backWatches);
      const seconds = ((row?.expiresAt.getTime() ?? 0) - Date.now()) / 1000;
      expect(Math.abs(seconds - backWatchSeconds)).toBeLessThan(5);
      await sweepBackWatches();
      expect(await isWatched()).toBe(true);
      await db.update(backWatches).set({ expiresAt: new Date(0) });
      expect(await isWatched()).toBe(false);
      await benIs("ready");
      expect(await told()).toEqual([]);
      await sweepBackWatches();
      expect(await db.$count(backWatches)).toBe(0);
    });

    test("a person who is deleted waits for nobody, and nobody for them", async () => {
      const db = await database();
      const zoe = await newSession("zoe", "Zoe");
      await watchForBack(me, "zoe");
      await watchForBack(zoe.person.id, "ben");
      await db.delete(users).where(eq(users.id, zoe.person.id));
      expect(await db.$count(backWatches)).toBe(0);
    });
  });
});
