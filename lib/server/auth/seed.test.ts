import { count, eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { accounts, database, users } from "@/lib/db";
import { onBothDatabases } from "@/lib/db/testing/both";
import { hashPassword } from "./password";
import { prepareDemoPeople, retireDemoPeople, seedDemoPeople } from "./seed";
import { findSession, startSession } from "./sessions";
import { verifyCredentials } from "./verify-credentials";

const published = "browser-phone";

onBothDatabases(() => {
  beforeEach(async () => {
    await (await database()).delete(users);
  });
  const signIn = (username: string, password = published) =>
    verifyCredentials({ username, password }, "").then((found) => found?.id ?? null);
  const idOf = async (username: string) => {
    const db = await database();
    const [person] = await db.select({ id: users.id }).from(users).where(eq(users.username, username));
    if (!person) throw new Error(`no ${username}`);
    return person.id;
  };
  const change = async (username: string, password: string) => {
    const passwordHash = await hashPassword(password);
    await (await database()).update(users).set({ passwordHash }).where(eq(users.username, username));
  };

  test("the demo people are created once and can sign in", async () => {
    await seedDemoPeople();
    await seedDemoPeople();
    const [people] = await (await database()).select({ number: count() }).from(users);
    expect(people?.number).toBe(2);
    for (const username of ["alice", "bob"]) expect(await signIn(username)).toMatch(/^u_/);
  });

  test("the demo people are there in local mode only", async () => {
    await prepareDemoPeople("twilio");
    expect(await (await database()).select().from(users)).toEqual([]);
    await prepareDemoPeople("local");
    expect(await signIn("alice")).toMatch(/^u_/);
    await prepareDemoPeople("twilio");
    expect(await signIn("alice")).toBeNull();
  });

  test("retired demo people cannot sign in, are signed out, and keep their rows", async () => {
    await seedDemoPeople();
    const id = await idOf("alice");
    const session = await startSession(id);
    await retireDemoPeople();
    await retireDemoPeople();
    for (const username of ["alice", "bob"]) expect(await signIn(username)).toBeNull();
    expect(await findSession(session)).toBeNull();
    expect(await idOf("alice")).toBe(id);
  });

  test("a demo person who has changed the password keeps it and stays signed in", async () => {
    await seedDemoPeople();
    await change("alice", "a password of my own");
    const session = await startSession(await idOf("alice"));
    await retireDemoPeople();
    expect(await signIn("alice", "a password of my own")).toMatch(/^u_/);
    expect(await findSession(session)).not.toBeNull();
    await seedDemoPeople();
    expect(await signIn("alice")).toBeNull();
  });

  test("retired demo people can sign in again in local mode, except one linked to GitHub or Google", async () => {
    await seedDemoPeople();
    await retireDemoPeople();
    const account = { provider: "github", providerAccountId: "1", userId: await idOf("bob") };
    await (await database()).insert(accounts).values(account);
    await seedDemoPeople();
    expect(await signIn("alice")).toMatch(/^u_/);
    expect(await signIn("bob")).toBeNull();
  });
});
