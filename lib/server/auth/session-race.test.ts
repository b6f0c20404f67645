import { eq, sql } from "drizzle-orm";
import { expect, test, vi } from "vitest";
import { database, sessions, transaction } from "@/lib/db";
import { onBothDatabases } from "@/lib/db/testing/both";
import { fromNow } from "@/lib/db/time";
import { newSession, sessionOf } from "../testing/people";
import { endAllSessions, findSession } from "./sessions";

onBothDatabases((name) => {
  test("signing a person out everywhere leaves the sessions of others", async () => {
    const [ann, ben] = [await newSession("ann"), await newSession("ben")];
    const phone = await sessionOf(ann.person.id);
    await endAllSessions(ann.person.id);
    expect([await findSession(ann.id), await findSession(phone.id)]).toEqual([null, null]);
    expect(await findSession(ben.id)).toEqual(ben);
  });

  // The embedded database runs one transaction at a time.
  if (name === "PostgreSQL") {
    const waiting = async () => {
      const db = await database();
      return db.$count(sql`pg_stat_activity`, sql`datname = current_database() and wait_event_type = 'Lock'`);
    };

    test("a use of a session that is being ended does not bring it back", async () => {
      const { id } = await newSession("cat");
      const db = await database();
      // It is due to be extended.
      await db
        .update(sessions)
        .set({ expiresAt: fromNow(60) })
        .where(eq(sessions.id, id));
      const uses: Promise<unknown>[] = [];
      await transaction(async (tx) => {
        await tx.delete(sessions).where(eq(sessions.id, id));
        uses.push(findSession(id));
        // The use has found the row, and waits for the end of this transaction to extend it.
        await vi.waitFor(async () => expect(await waiting()).toBe(1), 10_000);
      });
      await Promise.all(uses);
      expect(await findSession(id)).toBeNull();
      expect(await db.$count(sessions, eq(sessions.id, id))).toBe(0);
    });
  }
});
