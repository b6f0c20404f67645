import { randomUUID } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { database, passkeyChallenges } from "@/lib/db";
import { onBothDatabases } from "@/lib/db/testing/both";
import { createPerson } from "../people/create-person";
import { newChallenge, sweepChallenges, takeChallenge } from "./passkey-challenges";

onBothDatabases(() => {
  async function person(): Promise<string> {
    const username = `p_${randomUUID().slice(0, 8)}`;
    const id = await createPerson({ username, displayName: username, passwordHash: null });
    if (!id) throw new Error(`${username} exists`);
    return id;
  }

  test("a challenge is taken once, by its person and for its purpose", async () => {
    const [one, other] = [await person(), await person()];
    const { id, bytes } = await newChallenge("add", { personId: one });
    expect(await takeChallenge("add", id, other)).toBeNull();
    expect(await takeChallenge("add", id, null)).toBeNull();
    expect(await takeChallenge("add", id, one)).toBe(Buffer.from(bytes).toString("base64url"));
    expect(await takeChallenge("add", id, one)).toBeNull();
    const shown = await newChallenge("show", { personId: one });
    expect(await takeChallenge("add", shown.id, one)).toBeNull();
    expect(await takeChallenge("show", shown.id, one)).toBeNull();
  });

  test("of two answers to one challenge at the same moment, one gets it", async () => {
    const { id } = await newChallenge("show", { address: randomUUID() });
    const both = await Promise.all([takeChallenge("show", id, null), takeChallenge("show", id, null)]);
    expect(both.filter((one) => one !== null)).toHaveLength(1);
  });

  test("one that is too old is not taken, and is swept; others stay", async () => {
    const [old, fresh] = [
      await newChallenge("show", { address: randomUUID() }),
      await newChallenge("show", { address: randomUUID() }),
    ];
    const db = await database();
    const row = eq(passkeyChallenges.id, old.id);
    await db.update(passkeyChallenges).set({ expiresAt: sql`now()` }).where(row);
    expect(await takeChallenge("show", old.id, null)).toBeNull();
    expect(await db.$count(passkeyChallenges, row)).toBe(1);
    await sweepChallenges();
    expect(await db.$count(passkeyChallenges, row)).toBe(0);
    expect(await takeChallenge("show", fresh.id, null)).not.toBeNull();
  });
});
