import { randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { asc, eq, like, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { blocks, database, users } from "@/lib/db";
import { onBothDatabases } from "@/lib/db/testing/both";
import type { Session } from "../identity";
import { newSession } from "../testing/people";
import { createPerson, usernameConflict } from "./create-person";
import { listPeople } from "./directory";
import { fillKeys } from "./keys";
import { readMe } from "./me";

onBothDatabases(() => {
  /** A person as an earlier version of the app has stored them. */
  async function oldPerson(username: string, displayName: string, day: number) {
    const db = await database();
    const createdAt = new Date(Date.UTC(2026, 0, day));
    await db.insert(users).values({ id: `u_old${username}`, username, displayName, createdAt });
  }
  const rowsLike = async (pattern: string) => {
    const db = await database();
    return db.select().from(users).where(like(users.username, pattern)).orderBy(asc(users.createdAt));
  };

  test("people from before get their columns, and keep names that look the same", async () => {
    await oldPerson("old_zoe", "Zoë", 1);
    await oldPerson("old_z0e", "ZOE", 2);
    const me = await newSession("reader");
    await fillKeys();
    await Promise.all([fillKeys(), fillKeys()]);
    const [first, second] = await rowsLike("old%");
    expect(first).toMatchObject({ username: "old_zoe", searchName: "zoe", usernameLook: "oldzoe" });
    expect(second).toMatchObject({ username: "old_z0e", searchName: "zoe", usernameLook: null });
    expect(await usernameConflict("oldzoe")).toBe("username_similar");
    expect((await listPeople(me.person.id, "ZOË")).people).toHaveLength(2);
  });

  test("people whom an earlier version stores meanwhile are found by their name as it is", async () => {
    await oldPerson("meanwhile", "Meanwhile Max", 3);
    const me = await newSession("searcher");
    const found = async (q: string) => (await listPeople(me.person.id, q)).people.length;
    expect([await found("MAX"), await found("WHILE MAX")]).toEqual([1, 0]);
    await fillKeys();
    expect([await found("MAX"), await found("WHILE MAX")]).toEqual([1, 1]);
  });

  test("columns of an earlier version are computed again", async () => {
    const db = await database();
    await newSession("stale", "Fresh");
    await db.update(users).set({ searchName: "old", keyVersion: 0 }).where(eq(users.username, "stale"));
    await fillKeys();
    expect((await rowsLike("stale"))[0]).toMatchObject({ searchName: "fresh", usernameLook: "stale" });
  });

  test("whoever has blocked somebody by name before the update takes no anonymous calls after it", async () => {
    const folder = "lib/db/migrations";
    const file = readdirSync(folder).find((name) => name.endsWith("_name_keys.sql"));
    const statements = readFileSync(join(folder, String(file)), "utf8").split("--> statement-breakpoint");
    const [blocker, blocked, unnamed] = [
      await newSession("bx"),
      await newSession("by"),
      await newSession("bz"),
    ];
    const db = await database();
    const blockedId = blocked.person.id;
    await db.insert(blocks).values({ blockerId: blocker.person.id, blockedId });
    await db.insert(blocks).values({ blockerId: unnamed.person.id, blockedId, ref: randomUUID() });
    await db.execute(sql.raw(statements.at(-1) ?? ""));
    const accepts = async ({ person }: Session) => (await readMe(person.id)).acceptsAnonymous;
    expect(await Promise.all([blocker, blocked, unnamed].map(accepts))).toEqual([false, true, true]);
  });

  test("of usernames that look the same, requested at once, one is created", async () => {
    const similar = ["race_1", "racel", "racei", "ra_ce_1", "race1"];
    const ids = await Promise.all(
      similar.map((username) => createPerson({ username, displayName: "Racer", passwordHash: null })),
    );
    expect(ids.filter((id) => id !== null)).toHaveLength(1);
  });
});
