import { eq, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { database, sessions, users } from "@/lib/db";
import { onBothDatabases } from "@/lib/db/testing/both";
import { endOldestSessions, startSession } from "./sessions";

onBothDatabases(() => {
  test("a person who signs in again and again keeps a number of sessions, the newest of them", async () => {
    const db = await database();
    for (const id of ["u_cap", "u_other"]) {
      await db.insert(users).values({ id, username: id, displayName: id });
    }
    await startSession("u_other");
    const started: string[] = [];
    for (let count = 0; count < 53; count++) started.push(await startSession("u_cap"));
    expect(await endOldestSessions("u_cap")).toHaveLength(3);
    const left = await db.select({ id: sessions.id }).from(sessions).where(eq(sessions.userId, "u_cap"));
    expect(left.map(({ id }) => id).toSorted()).toEqual(started.slice(-50).toSorted());
    expect(await db.select().from(sessions).where(eq(sessions.userId, "u_other"))).toHaveLength(1);
  });

  test("of several sessions the longest unused end", async () => {
    const db = await database();
    await db.insert(users).values({ id: "u_few", username: "u_few", displayName: "Few" });
    const [old, used, latest] = [
      await startSession("u_few"),
      await startSession("u_few"),
      await startSession("u_few"),
    ];
    const expiry = (id: string, days: number) =>
      db
        .update(sessions)
        .set({ expiresAt: sql`now() + make_interval(days => ${days})` })
        .where(eq(sessions.id, id));
    await expiry(old ?? "", 3);
    await expiry(used ?? "", 29);
    await expiry(latest ?? "", 20);
    await endOldestSessions("u_few", 2);
    const left = await db.select({ id: sessions.id }).from(sessions).where(eq(sessions.userId, "u_few"));
    expect(left.map(({ id }) => id).toSorted()).toEqual([used, latest].toSorted());
  });
});
