import { eq, sql } from "drizzle-orm";
import { expect, test, vi } from "vitest";
import { database, sessions, transaction } from "@/lib/db";
import { onBothDatabases } from "@/lib/db/testing/both";
import { fromNow } from "@/lib/db/time";
import { replacePasswordHash } from "../people/password-hash";
import { newSession, sessionOf } from "../testing/people";
import { endAllSessions, endOtherSessions, findSession, startSessionByPassword } from "./sessions";

onBothDatabases((name) => {
  test("signing a person out everywhere leaves the sessions of others", async () => {
    const [ann, ben] = [await newSession("ann"), await newSession("ben")];
    const phone = await sessionOf(ann.person.id);
    await endAllSessions(ann.person.id);
    expect([await findSession(ann.id), await findSession(phone.id)]).toEqual([null, null]);
    expect(await findSession(ben.id)).toEqual(ben);
  });

  test("a password that has been changed since it was verified starts no session", async () => {
    const { person } = await newSession("dot");
    const before = { id: person.id, passwordHash: "$before" };
    await replacePasswordHash(person.id, { before: null, after: before.passwordHash });
    expect(await findSession(await startSessionByPassword(before, null))).toMatchObject({ person });
    await replacePasswordHash(person.id, { before: before.passwordHash, after: "$after" });
    await expect(startSessionByPassword(before, null)).rejects.toMatchObject({ code: "wrong_password" });
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

    test("a sign-in with the old password, while the password is being changed, starts no session", async () => {
      const mine = await newSession("eve");
      const old = { id: mine.person.id, passwordHash: "$old" };
      await replacePasswordHash(old.id, { before: null, after: old.passwordHash });
      const signIns: Promise<unknown>[] = [];
      await transaction(async (tx) => {
        await replacePasswordHash(old.id, { before: old.passwordHash, after: "$new" }, tx);
        await endOtherSessions(mine, tx);
        signIns.push(startSessionByPassword(old, null).catch(({ code }) => code));
        await vi.waitFor(async () => expect(await waiting()).toBe(1), 10_000);
      });
      expect(await Promise.all(signIns)).toEqual(["wrong_password"]);
      const db = await database();
      expect(await db.$count(sessions, eq(sessions.userId, old.id))).toBe(1);
    });
  }
});
