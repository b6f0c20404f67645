import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { database, recoveryCodes, transaction, users } from "@/lib/db";
import { onBothDatabases } from "@/lib/db/testing/both";
import { createPerson } from "../people/create-person";
import { recover } from "./recover";
import { countRecoveryCodes, isRecoveryCode, spendRecoveryCode, writeRecoveryCodes } from "./recovery-codes";

onBothDatabases(() => {
  async function person(username = `p_${randomUUID().slice(0, 8)}`): Promise<string> {
    const id = await createPerson({ username, displayName: username, passwordHash: null });
    if (!id) throw new Error(`${username} exists`);
    return id;
  }
  const write = (id: string) => transaction((db) => writeRecoveryCodes(id, db));

  test("each of ten codes is good once, for its person", async () => {
    const [one, other] = [await person(), await person()];
    expect(await countRecoveryCodes(one)).toBeNull();
    const codes = await write(one);
    await write(other);
    expect(await countRecoveryCodes(one)).toBe(10);
    const [code = ""] = codes;
    expect(await isRecoveryCode(other, code)).toBe(false);
    expect(await transaction((db) => spendRecoveryCode(other, code, db))).toBe(false);
    expect(await transaction((db) => spendRecoveryCode(one, code, db))).toBe(true);
    expect(await transaction((db) => spendRecoveryCode(one, code, db))).toBe(false);
    expect(await isRecoveryCode(one, code)).toBe(false);
    expect(await countRecoveryCodes(one)).toBe(9);
  });

  test("a code is not spent if what it was for fails", async () => {
    const id = await person();
    const [code = ""] = await write(id);
    const failing = transaction(async (db) => {
      await spendRecoveryCode(id, code, db);
      throw new Error("failed");
    });
    await expect(failing).rejects.toThrow("failed");
    expect(await isRecoveryCode(id, code)).toBe(true);
  });

  test("new codes replace the earlier ones, and go with their person", async () => {
    const id = await person();
    const [old = ""] = await write(id);
    const [fresh = ""] = await write(id);
    expect(await isRecoveryCode(id, old)).toBe(false);
    expect(await isRecoveryCode(id, fresh)).toBe(true);
    const db = await database();
    await db.delete(users).where(eq(users.id, id));
    expect(await db.$count(recoveryCodes, eq(recoveryCodes.userId, id))).toBe(0);
  });

  test("a code sets the first password of its person, once", async () => {
    const id = await person("first_password");
    const [code = ""] = await write(id);
    const given = { username: "first_password", code, password: "staple of my own" };
    expect(await recover(given, "a", [])).toEqual({ id, passwordHash: expect.stringMatching(/^\$argon2id/) });
    await expect(recover(given, "a", [])).rejects.toMatchObject({ code: "wrong_recovery_code" });
  });
});
