import { eq } from "drizzle-orm";
import { afterEach, expect, test } from "vitest";
import { database, presence, sessions, users } from "@/lib/db";
import { onBothDatabases } from "@/lib/db/testing/both";
import { createPerson } from "../people/create-person";
import { findPerson, listPeople } from "../people/directory";
import { listSuspended, restorePerson } from "../people/suspend";
import { beat, newSession, sessionOf } from "../testing/people";
import { accountRefusal } from "./account-refusal";
import { hashPassword } from "./password";
import { personForAccount } from "./person-for-account";
import { findSession, startSession } from "./sessions";
import { suspendPerson } from "./suspend-person";
import { verifyCredentials } from "./verify-credentials";

const password = "correct horse battery";

onBothDatabases(() => {
  afterEach(async () => {
    await (await database()).delete(users);
  });
  const withPassword = async (username: string) => {
    const passwordHash = await hashPassword(password);
    const id = await createPerson({ username, displayName: username, passwordHash });
    if (!id) throw new Error("the name is taken");
    return id;
  };
  const signIn = (username: string, given = password) =>
    verifyCredentials({ username, password: given }, "").then((found) => found?.id ?? null);

  test("a suspended person is signed out on every device, and others are not", async () => {
    const id = await withPassword("ann");
    const [one, two, other] = [await sessionOf(id), await sessionOf(id), await newSession("ben")];
    await beat(one);
    expect(await suspendPerson("ann")).toBe(true);
    const db = await database();
    expect(await db.select().from(sessions).where(eq(sessions.userId, id))).toEqual([]);
    expect(await db.select().from(presence).where(eq(presence.userId, id))).toEqual([]);
    expect([await findSession(one.id), await findSession(two.id)]).toEqual([null, null]);
    expect(await findSession(other.id)).not.toBeNull();
  });

  test("only the right password shows that the person is suspended", async () => {
    await withPassword("ann");
    await suspendPerson("ann");
    expect(await signIn("ann", "a wrong password")).toBeNull();
    expect(await signIn("nobody_here")).toBeNull();
    // The right password is no failure: it is not counted, however often it is tried.
    for (let number = 0; number < 12; number++) {
      await expect(signIn("ann")).rejects.toMatchObject({ code: "suspended", status: 403 });
    }
  });

  test("another site's account does not let a suspended person in either", async () => {
    const account = { provider: "github", providerAccountId: "1", names: ["octo_cat"] };
    await personForAccount(account);
    await suspendPerson("octo_cat");
    await expect(personForAccount(account)).rejects.toMatchObject({ code: "suspended" });
    expect(await accountRefusal(account)).toBe("/sign-in?error=suspended");
  });

  test("a session that is started at the moment of the suspension is worth nothing", async () => {
    const id = await withPassword("ann");
    await suspendPerson("ann");
    expect(await findSession(await startSession(id))).toBeNull();
  });

  test("a suspended person is not found, by list, search or name", async () => {
    await withPassword("ann");
    const me = (await newSession("ben")).person.id;
    expect((await listPeople(me, "an")).people).toHaveLength(1);
    await suspendPerson("ann");
    expect((await listPeople(me, "")).people).toEqual([]);
    expect((await listPeople(me, "an")).people).toEqual([]);
    await expect(findPerson(me, "ann")).rejects.toMatchObject({ code: "not_found" });
  });

  test("a restored person can sign in and be found again, and stays signed out until then", async () => {
    const id = await withPassword("ann");
    const before = await sessionOf(id);
    await suspendPerson("ann");
    expect(await restorePerson("ann")).toBe(id);
    expect(await findSession(before.id)).toBeNull();
    expect(await signIn("ann")).toBe(id);
    const me = (await newSession("ben")).person.id;
    expect((await findPerson(me, "ann")).username).toBe("ann");
  });

  test("a second suspension changes nothing, and a name that nobody has is said to be none", async () => {
    await withPassword("ann");
    await withPassword("ben");
    await suspendPerson("ann");
    await suspendPerson("ben");
    await suspendPerson("ann");
    expect(await listSuspended()).toEqual(["ann", "ben"]);
    expect(await suspendPerson("nobody_here")).toBe(false);
    expect(await restorePerson("nobody_here")).toBeNull();
  });
});
