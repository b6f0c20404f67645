import { eq, sql } from "drizzle-orm";
import { expect, test, vi } from "vitest";
import { database, sessions, transaction, users } from "@/lib/db";
import { onBothDatabases } from "@/lib/db/testing/both";
import { createPerson } from "../people/create-person";
import { newSession } from "../testing/people";
import { hashPassword } from "./password";
import { resetPassword } from "./reset-password";
import { startSession, startSessionByPassword } from "./sessions";
import { verifyCredentials } from "./verify-credentials";

onBothDatabases((name) => {
  const withPassword = async (username: string) => {
    const passwordHash = await hashPassword("correct horse battery");
    const id = await createPerson({ username, displayName: username, passwordHash });
    if (!id) throw new Error("the name is taken");
    return { id, passwordHash };
  };

  test("only the hash of the new password is stored, and only its person has it", async () => {
    const [{ id }, other] = [await withPassword("ann"), await withPassword("ben")];
    const fresh = (await resetPassword("ann")) ?? "";
    const db = await database();
    const rows = await db.select().from(users);
    expect(JSON.stringify(rows)).not.toContain(fresh);
    expect(rows.find((row) => row.id === other.id)?.passwordHash).toBe(other.passwordHash);
    expect(await verifyCredentials({ username: "ann", password: fresh }, "")).toMatchObject({ id });
  });

  test("a person without a password gets one, and nobody gets one for a name that nobody has", async () => {
    const { person } = await newSession("octo_cat");
    const password = (await resetPassword("octo_cat")) ?? "";
    const found = await verifyCredentials({ username: "octo_cat", password }, "");
    expect(found?.id).toBe(person.id);
    expect(await resetPassword("nobody_here")).toBeNull();
  });

  // The embedded database runs one transaction at a time.
  if (name === "PostgreSQL") {
    test("a sign-in with the old password, while it is being reset, starts no session", async () => {
      const old = await withPassword("eve");
      await startSession(old.id);
      const waiting = async () => {
        const db = await database();
        return db.$count(
          sql`pg_stat_activity`,
          sql`datname = current_database() and wait_event_type = 'Lock'`,
        );
      };
      const started = await transaction(async (tx) => {
        // So the reset has replaced the hash, and waits before it ends the sessions.
        await tx.execute(sql`lock table audit_log in access exclusive mode`);
        const reset = resetPassword("eve");
        await vi.waitFor(async () => expect(await waiting()).toBe(1), 10_000);
        const signIn = startSessionByPassword(old, null).catch(({ code }) => code);
        await vi.waitFor(async () => expect(await waiting()).toBe(2), 10_000);
        return { all: [reset, signIn] };
      });
      expect(await Promise.all(started.all)).toEqual([expect.any(String), "wrong_password"]);
      const db = await database();
      expect(await db.$count(sessions, eq(sessions.userId, old.id))).toBe(0);
    });
  }
});
