import { eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { database, rateLimits, sessions, users } from "@/lib/db";
import { onBothDatabases } from "@/lib/db/testing/both";
import { ago, fromNow } from "@/lib/db/time";
import { createPerson } from "../people/create-person";
import { listDevices } from "./devices";
import { endDevice, endOtherSessions, findSession, startSession, sweepSessions } from "./sessions";

const day = 24 * 60 * 60;

onBothDatabases(() => {
  beforeEach(async () => {
    const db = await database();
    await db.delete(users);
    await db.delete(rateLimits);
  });

  async function person(username: string): Promise<string> {
    const id = await createPerson({ username, displayName: username, passwordHash: null });
    if (!id) throw new Error(`${username} exists`);
    return id;
  }
  const change = async (id: string, values: Record<string, unknown>) =>
    (await database()).update(sessions).set(values).where(eq(sessions.id, id));
  async function rowOf(id: string) {
    const [row] = await (await database()).select().from(sessions).where(eq(sessions.id, id));
    return row;
  }
  /** How far (s) a time is from now. */
  const secondsTo = (time: Date | undefined) => ((time?.getTime() ?? 0) - Date.now()) / 1_000;
  async function live(id: string) {
    const session = await findSession(id);
    if (!session) throw new Error("the session has ended");
    return session;
  }

  test("a session ends 90 days after it began, however much it is used", async () => {
    const id = await startSession(await person("loyal"));
    await change(id, { createdAt: ago(90 * day - 60), lastUsedAt: ago(day) });
    expect(await findSession(id)).not.toBeNull();
    await change(id, { createdAt: ago(90 * day + 60) });
    expect(await findSession(id)).toBeNull();
  });

  test("using a session never extends it beyond its 90th day", async () => {
    const id = await startSession(await person("late"));
    await change(id, { createdAt: ago(80 * day), expiresAt: fromNow(day) });
    await live(id);
    expect(Math.abs(secondsTo((await rowOf(id))?.expiresAt) - 10 * day)).toBeLessThan(60);
    // It is not written again at each request.
    const before = await rowOf(id);
    await live(id);
    expect(await rowOf(id)).toEqual(before);
  });

  test("a session that is not used for 30 days ends", async () => {
    const id = await startSession(await person("idle"));
    expect(Math.abs(secondsTo((await rowOf(id))?.expiresAt) - 30 * day)).toBeLessThan(60);
    await change(id, { expiresAt: ago(1) });
    expect(await findSession(id)).toBeNull();
  });

  test("the sweeper removes both kinds, and no other", async () => {
    const userId = await person("swept");
    const [young, old, idle] = await Promise.all([1, 2, 3].map(() => startSession(userId)));
    await change(old ?? "", { createdAt: ago(91 * day) });
    await change(idle ?? "", { expiresAt: ago(1) });
    await sweepSessions();
    const left = await (await database()).select({ id: sessions.id }).from(sessions);
    expect(left).toEqual([{ id: young }]);
  });

  test("the list has my devices, this one first, then the last used", async () => {
    const [mine, other] = [await person("mine"), await person("other")];
    await startSession(other, "Opera on Windows");
    const [here, old, recent, ended] = await Promise.all(
      ["Firefox on Linux", "Safari on iOS", null, "Chrome on Windows"].map((device) =>
        startSession(mine, device),
      ),
    );
    await change(here ?? "", { lastUsedAt: ago(3_000) });
    await change(old ?? "", { lastUsedAt: ago(2_000) });
    await change(recent ?? "", { lastUsedAt: ago(1_000) });
    await change(ended ?? "", { expiresAt: ago(1) });
    const list = await listDevices(await live(here ?? ""));
    expect(list.map(({ device, current }) => [device, current])).toEqual([
      ["Firefox on Linux", true],
      [null, false],
      ["Safari on iOS", false],
    ]);
    // Looking at it was a use of this device.
    expect(secondsTo(new Date(list[0]?.lastUsedAt ?? 0))).toBeGreaterThan(-60);
    // The ids are not those of the rows, which the cookies carry.
    for (const { id } of list) expect([here, old, recent]).not.toContain(id);
  });

  test("only the person of a session can end it", async () => {
    const [mine, other] = [await person("owner"), await person("thief")];
    const [here, there] = [await startSession(mine), await startSession(mine)];
    const theirs = await startSession(other);
    const [, target] = await listDevices(await live(here));
    await expect(endDevice(other, target?.id ?? "")).rejects.toMatchObject({ code: "not_found" });
    expect(await findSession(there)).not.toBeNull();
    await endDevice(mine, target?.id ?? "");
    await expect(endDevice(mine, target?.id ?? "")).rejects.toMatchObject({ code: "not_found" });
    expect(await findSession(there)).toBeNull();
    expect(await findSession(here)).not.toBeNull();
    expect(await findSession(theirs)).not.toBeNull();
  });

  test("ending the other sessions leaves this one and those of other people", async () => {
    const [mine, other] = [await person("changer"), await person("bystander")];
    const [here, there, theirs] = [
      await startSession(mine),
      await startSession(mine),
      await startSession(other),
    ];
    await endOtherSessions(await live(here), await database());
    expect(await findSession(there)).toBeNull();
    expect(await findSession(here)).not.toBeNull();
    expect(await findSession(theirs)).not.toBeNull();
  });
});
