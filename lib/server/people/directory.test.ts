import { randomUUID } from "node:crypto";
import { and, eq, sql } from "drizzle-orm";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { foldQuery, matchesPerson, type Person } from "@/lib/contracts";
import { allows, blocks, database, favourites, presence, sessions, users } from "@/lib/db";
import { calls } from "@/lib/db/schema";
import { onBothDatabases } from "@/lib/db/testing/both";
import { hasGrams, nameContains } from "@/lib/db/text";
import { listPeople } from "./directory";
import { keysOf } from "./keys";

/** More than a search compares by name, and than a page has. */
const total = 1_100;
const parts = ["an", "ANNA", "zoë", "田中", "たなか", "タ", "ｋｅｎ", "_", "x", "é", "中村", "ka"];

/** The same numbers in each run: at least 0, less than `below`. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}

onBothDatabases(() => {
  const ids = Array.from({ length: total }, (_, index) => `u_${String(index).padStart(32, "0")}`);
  const idAt = (index: number) => ids[index] ?? "";

  beforeAll(async () => {
    const db = await database();
    const below = numbers(1);
    const pick = () => parts[below(parts.length)] ?? "";
    const rows = ids.map((id, index) => {
      const displayName = Array.from({ length: 1 + below(3) }, pick).join(below(2) === 0 ? " " : "");
      const names = { username: `p${below(7)}_${index}`, displayName };
      return {
        id,
        ...names,
        ...keysOf(names),
        doNotDisturb: below(8) === 0,
        callPolicy: below(4) === 0 ? ("known" as const) : ("everyone" as const),
        suspendedAt: below(30) === 0 ? new Date() : null,
      };
    });
    await db.insert(users).values(rows);
  });

  /** Lets so many of each hundred people be present, and makes rules among all of them anew. */
  async function shuffle(seed: number, percent: number) {
    const db = await database();
    const below = numbers(seed);
    for (const table of [presence, sessions, blocks, allows, favourites]) await db.delete(table);
    await db.delete(calls);
    const present = ids.filter(() => below(100) < percent);
    if (present.length > 0) {
      const rows = present.map((userId) => ({ id: randomUUID(), userId, expiresAt: new Date(2100, 0) }));
      await db.insert(sessions).values(rows);
      await db.insert(presence).values(
        rows.map(({ id, userId }) => {
          // Some tabs have expired, and their rows are still there.
          const expiresAt = new Date(below(6) === 0 ? 0 : Date.UTC(2100, 0));
          const phone = below(5) === 0 ? ("in_call" as const) : ("ready" as const);
          return { sessionId: id, tab: randomUUID(), userId, phone, expiresAt };
        }),
      );
    }
    // Mostly about the first ten people, as whom the tests look.
    const pairs = Array.from({ length: 500 }, () => [idAt(below(total)), idAt(below(10))] as const);
    const [blocked, blockedBack, allowed, called, favoured] = [0, 1, 2, 3, 4].map((kind) =>
      pairs.filter((_, index) => index % 5 === kind),
    );
    await db
      .insert(favourites)
      .values((favoured ?? []).map(([favouriteId, userId]) => ({ userId, favouriteId })))
      .onConflictDoNothing();
    await db
      .insert(blocks)
      .values((blocked ?? []).map(([blockerId, blockedId]) => ({ blockerId, blockedId })))
      .onConflictDoNothing();
    await db
      .insert(blocks)
      .values((blockedBack ?? []).map(([blockedId, blockerId]) => ({ blockerId, blockedId })))
      .onConflictDoNothing();
    await db
      .insert(allows)
      .values((allowed ?? []).map(([userId, allowedId]) => ({ userId, allowedId })))
      .onConflictDoNothing();
    await db.insert(calls).values(
      (called ?? []).map(([callerId, calleeId], index) => ({
        ref: randomUUID(),
        callSid: randomUUID(),
        callerId,
        calleeId,
        dialed: "x",
        anonymous: index % 3 === 0,
        outcome: "completed" as const,
        evidence: "network" as const,
      })),
    );
  }

  /** Everybody whom `me` can see, in the order of the whole list: read as a whole, and decided person by person. */
  async function everybody(me: string): Promise<Person[]> {
    const db = await database();
    const [people, tabs, blocked, allowed, called, favoured] = await Promise.all([
      db.select().from(users).orderBy(sql`lower(${users.displayName})`, users.username),
      db.select().from(presence),
      db.select().from(blocks),
      db.select().from(allows),
      db.select().from(calls),
      db.select().from(favourites),
    ]);
    const shown = people
      .filter(({ id, suspendedAt }) => id !== me && suspendedAt === null)
      .map((person): Person => {
        const { id, username, displayName, doNotDisturb, callPolicy } = person;
        const live = tabs.filter(
          ({ userId, expiresAt }) => userId === id && expiresAt.getTime() > Date.now(),
        );
        const isKnown =
          allowed.some(({ userId, allowedId }) => userId === id && allowedId === me) ||
          called.some(
            ({ callerId, calleeId, anonymous }) => callerId === id && calleeId === me && !anonymous,
          );
        const rings =
          !blocked.some(({ blockerId, blockedId }) => blockerId === id && blockedId === me) &&
          (callPolicy === "everyone" || isKnown);
        const present = doNotDisturb
          ? "dnd"
          : live.some(({ phone }) => phone === "in_call")
            ? "in_call"
            : "here";
        return {
          username,
          displayName,
          presence: live.length > 0 && rings ? present : "away",
          blocked: blocked.some(({ blockerId, blockedId }) => blockerId === me && blockedId === id),
          allowed: allowed.some(({ userId, allowedId }) => userId === me && allowedId === id),
          favourite: favoured.some(({ userId, favouriteId }) => userId === me && favouriteId === id),
          watched: false,
        };
      });
    const groupOf = (person: Person) => (person.favourite ? 0 : 2) + (isHere(person) ? 0 : 1);
    return [0, 1, 2, 3].flatMap((group) => shown.filter((person) => groupOf(person) === group));
  }
  const isHere = (person: Person) => person.presence !== "away";

  describe("the first page", () => {
    test.each([0, 3, 15, 60, 100])(
      "is that of the whole list, with %i of 100 people present",
      async (percent) => {
        await shuffle(percent + 7, percent);
        const query = fc.constantFrom(
          "",
          "a",
          "an",
          "anna",
          "ZOE",
          "田",
          "田中",
          "たな",
          "p3_",
          "_9",
          "中村x",
          "qq",
          "@p1",
        );
        const property = fc.asyncProperty(fc.integer({ min: 0, max: 9 }), query, async (index, q) => {
          const me = idAt(index);
          const all = (await everybody(me)).filter((person) => q === "" || matchesPerson(person, q));
          const page = await listPeople(me, q);
          expect(page.more).toBe(all.length > 200);
          if (q === "" || all.length <= 1_000) expect(page.people).toEqual(all.slice(0, 200));
          else expect(page.people.filter(isHere)).toEqual(all.filter(isHere).slice(0, 200));
        });
        await fc.assert(property, { numRuns: 12 });
      },
    );

    test("is full for a part that more people have than are compared, with favourites and those who are here first", async () => {
      await shuffle(5, 10);
      const me = idAt(0);
      const all = (await everybody(me)).filter((person) => matchesPerson(person, "p"));
      expect(all.length).toBeGreaterThan(1_000);
      const { people, more } = await listPeople(me, "p");
      expect(more).toBe(true);
      expect(people).toHaveLength(200);
      const first = all.filter((person) => person.favourite || isHere(person));
      expect(first.length).toBeGreaterThan(20);
      expect(first.filter((person) => person.favourite && !isHere(person))).not.toEqual([]);
      expect(people.slice(0, first.length)).toEqual(first);
      const order = all.map(({ username }) => username);
      const places = people.slice(first.length).map(({ username }) => order.indexOf(username));
      expect(places).toEqual([...places].sort((one, other) => one - other));
      expect(await listPeople(me, "p")).toEqual({ people, more });
    });
  });

  test("someone who does not let me ring stands where they stood without a tab", async () => {
    await shuffle(3, 50);
    const db = await database();
    await db.delete(favourites);
    const me = idAt(0);
    const { people } = await listPeople(me, "");
    const [other] = await db
      .select({ id: users.id })
      .from(users)
      .where(eq(users.username, people[0]?.username ?? ""));
    const blocker = other?.id ?? "";
    await db.insert(blocks).values({ blockerId: blocker, blockedId: me });
    const blockedList = await listPeople(me, people[0]?.username ?? "");
    await db.delete(presence).where(eq(presence.userId, blocker));
    expect(await listPeople(me, people[0]?.username ?? "")).toEqual(blockedList);
    expect((await listPeople(me, "")).people[0]).toEqual(people[1]);
  });

  test("a search is answered by the index of grams, whatever part of a name it is", async () => {
    const db = await database();
    for (const q of ["a", "an", "田", "田中", "ａｎｎａ", "100%_\\"]) {
      const wanted = foldQuery(q);
      const found = db.select({ id: users.id }).from(users).where(hasGrams(users, wanted));
      const plan = await db.transaction(async (inside) => {
        await inside.execute(sql`set local enable_seqscan = off`);
        return inside.execute(sql`explain ${found}`);
      });
      expect(JSON.stringify(plan), q).toContain("users_grams");
      // What the index leaves out does not have the part.
      const lost = and(sql`not ${hasGrams(users, wanted)}`, nameContains(users, wanted));
      expect(await db.select({ id: users.id }).from(users).where(lost)).toEqual([]);
    }
  });
});
