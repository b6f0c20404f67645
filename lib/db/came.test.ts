import { randomUUID } from "node:crypto";
import { and, eq, sql } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { onBothDatabases } from "@/lib/db/testing/both";
import { database, transaction } from "./client";
import { presence, sessions, users } from "./schema";

onBothDatabases((name) => {
  let userId: string;
  beforeEach(async () => {
    const db = await database();
    userId = `u_${randomUUID()}`;
    await db.insert(users).values({ id: userId, username: userId.slice(0, 20), displayName: "x" });
  });

  async function openTab(): Promise<{ sessionId: string; tab: string }> {
    const db = await database();
    const expiresAt = new Date(Date.now() + 60_000);
    const [session] = await db.insert(sessions).values({ userId, expiresAt }).returning({ id: sessions.id });
    const tab = { sessionId: session?.id ?? "", tab: randomUUID() };
    await db.insert(presence).values({ ...tab, userId, phone: "ready", expiresAt });
    return tab;
  }
  const isTab = ({ sessionId, tab }: { sessionId: string; tab: string }) =>
    and(eq(presence.sessionId, sessionId), eq(presence.tab, tab));
  const hasCome = async () => {
    const db = await database();
    const [person] = await db.select().from(users).where(eq(users.id, userId));
    return person?.cameAt !== null;
  };

  test("a person has come while they have a row of presence", async () => {
    const db = await database();
    expect(await hasCome()).toBe(false);
    const [one, other] = [await openTab(), await openTab()];
    expect(await hasCome()).toBe(true);
    await db.delete(presence).where(isTab(one));
    expect(await hasCome()).toBe(true);
    await db.delete(presence).where(isTab(other));
    expect(await hasCome()).toBe(false);
  });

  test("a person whose sessions end has gone", async () => {
    const db = await database();
    await openTab();
    await db.delete(sessions).where(eq(sessions.userId, userId));
    expect(await hasCome()).toBe(false);
  });

  // The embedded database makes one transaction after the other.
  if (name === "PostgreSQL") {
    test("a tab that comes while the last one is removed is not forgotten", async () => {
      const db = await database();
      const old = await openTab();
      const { removed } = await transaction(async (inside) => {
        const tab = randomUUID();
        const [row] = await inside.select().from(presence).where(isTab(old));
        if (!row) throw new Error("no tab");
        await inside.insert(presence).values({ ...row, tab });
        // It waits for this transaction, which it does not see yet.
        const waiting = db.delete(presence).where(isTab(old)).execute();
        await expect.poll(() => isWaiting()).toBe(true);
        return { removed: waiting };
      });
      await removed;
      expect(await hasCome()).toBe(true);
    });
  }

  async function isWaiting(): Promise<boolean> {
    const db = await database();
    const [row] = await db
      .select({ number: sql`count(*)`.mapWith(Number) })
      .from(sql`pg_stat_activity`)
      .where(sql`datname = current_database() and wait_event_type = 'Lock'`);
    return (row?.number ?? 0) > 0;
  }
});
