import { eq, sql } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { auditLog, database, operatorSwitches, personLimits, transaction, users } from "@/lib/db";
import { onBothDatabases } from "@/lib/db/testing/both";
import { suspendPerson } from "../auth/suspend-person";
import { newSession } from "../testing/people";
import { readAudit, sweepAudit, writeAudit } from "./audit";
import { createInvitation } from "./invitations";
import { setPersonLimits } from "./person-limits";
import { setSwitch } from "./switches";

onBothDatabases(() => {
  const line = { actor: "root", action: "test" };

  beforeEach(async () => {
    await (await database()).delete(auditLog);
  });

  test("a line is part of the transaction that makes the change", async () => {
    const failing = transaction(async (db) => {
      await writeAudit(db, line);
      throw new Error("the change failed");
    });
    await expect(failing).rejects.toThrow("the change failed");
    expect(await readAudit(10)).toEqual([]);
  });

  test("a change whose line cannot be written is not made", async () => {
    const db = await database();
    const { person } = await newSession("ann");
    await db.execute(sql`alter table audit_log add constraint full_disk check (false)`);
    try {
      for (const change of [
        () => setSwitch("calling", "paused"),
        () => setPersonLimits(person, { perDay: 1 }),
        () => suspendPerson("ann"),
        () => createInvitation({ uses: 1, days: 1 }),
      ])
        await expect(change()).rejects.toThrow();
    } finally {
      await db.execute(sql`alter table audit_log drop constraint full_disk`);
    }
    expect(await db.$count(operatorSwitches)).toBe(0);
    expect(await db.$count(personLimits)).toBe(0);
    expect(await db.$count(sql`invitations`)).toBe(0);
    const [ann] = await db.select({ at: users.suspendedAt }).from(users).where(eq(users.username, "ann"));
    expect(ann?.at).toBeNull();
  });

  test("a text of any length and with half a character is stored", async () => {
    const db = await database();
    await writeAudit(db, { ...line, subject: "a".repeat(10_000), details: `${"b".repeat(499)}😀` });
    const [written] = await readAudit(1);
    expect(written?.subject).toHaveLength(500);
    expect(written?.details).toBe(`${"b".repeat(499)}\ufffd`);
  });

  test("lines are kept for 400 days", async () => {
    const db = await database();
    for (const days of [401, 399, 0]) {
      await writeAudit(db, { ...line, details: String(days) });
      await db.execute(
        sql`update audit_log set at = at - make_interval(days => ${days}) where details = ${String(days)}`,
      );
    }
    await sweepAudit();
    expect((await readAudit(10)).map(({ details }) => details)).toEqual(["399", "0"]);
  });

  test("a person's limits end with the person, and what was done stays", async () => {
    const db = await database();
    const { person } = await newSession("ben");
    await setPersonLimits(person, { perDay: 1 });
    await db.delete(users).where(eq(users.id, person.id));
    expect(await db.$count(personLimits)).toBe(0);
    expect(await readAudit(10)).toMatchObject([{ action: "limits", subject: "ben", details: "perDay 1" }]);
  });
});
