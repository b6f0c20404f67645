import { eq } from "drizzle-orm";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { subscribe } from "@/lib/changes";
import { mostFavourites } from "@/lib/contracts";
import { database, favourites, presence, users } from "@/lib/db";
import { onBothDatabases } from "@/lib/db/testing/both";
import type { Session } from "../identity";
import { beat, newSession } from "../testing/people";
import { findPerson, listPeople } from "./directory";
import { addFavourite, removeFavourite } from "./favourites";
import { markSuspended, restorePerson } from "./suspend";

onBothDatabases(() => {
  let ann: Session;
  let me: string;
  const others = new Map<string, Session>();
  beforeAll(async () => {
    ann = await newSession("ann", "Ann");
    me = ann.person.id;
    for (const name of ["Ben", "Cat", "Dan", "Eve"]) {
      others.set(name.toLowerCase(), await newSession(name.toLowerCase(), name));
    }
  });
  beforeEach(async () => {
    const db = await database();
    for (const table of [favourites, presence]) await db.delete(table);
  });

  const comes = async (name: string) => beat(others.get(name) ?? ann);
  const listed = async (q = "", viewer = me) =>
    (await listPeople(viewer, q)).people.map(
      ({ username, favourite }) => `${favourite ? "*" : ""}${username}`,
    );

  test("favourites come first, those who are here before those who are away, and nobody is listed twice", async () => {
    await comes("ben");
    await comes("eve");
    for (const name of ["cat", "dan", "eve"]) await addFavourite(me, name);
    expect(await listed()).toEqual(["*eve", "*cat", "*dan", "ben"]);
    await removeFavourite(me, "cat");
    expect(await listed()).toEqual(["*eve", "*dan", "ben", "cat"]);
    expect((await findPerson(me, "dan")).favourite).toBe(true);
    expect((await findPerson(me, "cat")).favourite).toBe(false);
  });

  test("a search has the favourites that it finds first, and no others", async () => {
    await comes("dan");
    await addFavourite(me, "ben");
    await addFavourite(me, "eve");
    expect(await listed("n")).toEqual(["*ben", "dan"]);
  });

  test("a favourite is mine alone, and my own pages are told", async () => {
    const told: unknown[] = [];
    const stop = subscribe((changes) => told.push(...changes));
    await addFavourite(me, "ben");
    stop();
    expect(told).toEqual([{ kind: "own", person: me, what: ["people"] }]);
    const ben = others.get("ben")?.person.id ?? "";
    expect(await listed("", ben)).toEqual(["ann", "cat", "dan", "eve"]);
  });

  test("adding again and removing again change nothing", async () => {
    await addFavourite(me, "ben");
    await addFavourite(me, "ben");
    expect(await listed("ben")).toEqual(["*ben"]);
    await removeFavourite(me, "ben");
    await removeFavourite(me, "ben");
    expect(await listed("ben")).toEqual(["ben"]);
  });

  test("nobody, oneself and a suspended person are not found; a favourite who is restored is one again", async () => {
    await addFavourite(me, "ben");
    await markSuspended("ben");
    expect(await listed()).toEqual(["cat", "dan", "eve"]);
    for (const name of ["nobody", "ann", "ben"]) {
      await expect(addFavourite(me, name), name).rejects.toMatchObject({ code: "not_found" });
      await expect(removeFavourite(me, name), name).rejects.toMatchObject({ code: "not_found" });
    }
    await restorePerson("ben");
    expect(await listed("ben")).toEqual(["*ben"]);
  });

  test("of two people who are added at the same moment one takes the last place", async () => {
    const db = await database();
    const many = Array.from({ length: mostFavourites - 1 }, (_, n) => ({
      id: `u_${n}`,
      username: `many_${n}`,
      displayName: `Many ${n}`,
    }));
    await db.insert(users).values(many);
    await db.insert(favourites).values(many.map(({ id }) => ({ userId: me, favouriteId: id })));
    const added = await Promise.allSettled([addFavourite(me, "ben"), addFavourite(me, "cat")]);
    expect(added.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(added.find(({ status }) => status === "rejected")).toMatchObject({
      reason: { code: "list_full" },
    });
    expect(await db.$count(favourites)).toBe(mostFavourites);
    // Who is one already takes no place.
    await addFavourite(me, "many_0");
  });

  test("a person who is deleted leaves no favourite behind", async () => {
    const db = await database();
    const zoe = await newSession("zoe", "Zoe");
    await addFavourite(me, "zoe");
    await addFavourite(zoe.person.id, "ben");
    await db.delete(users).where(eq(users.id, zoe.person.id));
    expect(await db.$count(favourites)).toBe(0);
  });
});
