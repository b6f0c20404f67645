import { count, eq, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { usernameSchema } from "@/lib/contracts";
import { database, users } from "@/lib/db";
import { onBothDatabases } from "@/lib/db/testing/both";
import { personForAccount, toUsername } from "./person-for-account";

test.each([
  ["octo-cat", "octo_cat"],
  ["Zoë O'Hara", "zoe_o_hara"],
  ["--", ""],
  ["日本語", ""],
  ["A very long name that goes on and on", "a_very_long_name_that_go"],
])("the account name %s becomes the username %s", (name, expected) => {
  expect(toUsername(name)).toBe(expected);
});

onBothDatabases(() => {
  const personOf = async (id: string) => {
    const db = await database();
    const [person] = await db.select().from(users).where(eq(users.id, id));
    return person;
  };
  const account = (providerAccountId: string, ...names: (string | null)[]) => ({
    provider: "github",
    providerAccountId,
    names,
  });

  test("the first sign-in creates a person with a free name; the next one finds that person", async () => {
    const id = await personForAccount(account("1", "octo-cat", "Octo Cat"));
    expect(await personOf(id)).toMatchObject({
      username: "octo_cat",
      displayName: "Octo Cat",
      passwordHash: null,
    });
    expect(await personForAccount(account("1", "renamed", "Renamed"))).toBe(id);
  });

  test("a taken name gets a number; a name without usable letters becomes a neutral one", async () => {
    const second = await personOf(await personForAccount(account("2", "octo-cat", null)));
    expect(second?.username).toMatch(/^octo_cat_\d{5}$/);
    for (const [id, name] of [
      ["3", "日本語"],
      ["4", "!"],
      ["5", null],
      ["6", "12"],
    ] as const) {
      const person = await personOf(await personForAccount(account(id, name)));
      expect(person?.username).toMatch(/^person_\d{5}$/);
    }
  });

  test("a reserved name at the provider becomes neither username nor display name", async () => {
    const person = await personOf(await personForAccount(account("9", "Anonymous", "Anonymous")));
    expect(person?.username).toMatch(/^person_\d{5}$/);
    expect(person?.displayName).toBe("person");
  });

  test("a name of digits does not become a username of digits", async () => {
    const person = await personOf(await personForAccount(account("7", "19005551234")));
    expect(usernameSchema.parse(person?.username)).toMatch(/[a-z]/);
  });

  test("no person is left with the name if the account cannot be stored", async () => {
    const db = await database();
    await db.execute(sql`alter table accounts add constraint no_ten check (provider_account_id <> '10')`);
    const [before] = await db.select({ number: count() }).from(users);
    await expect(personForAccount(account("10", "half-made"))).rejects.toThrow();
    const [after] = await db.select({ number: count() }).from(users);
    expect(after).toEqual(before);
  });

  test("the same first sign-in several times at once creates one person", async () => {
    const db = await database();
    const number = async () => (await db.select({ number: count() }).from(users))[0]?.number ?? 0;
    const before = await number();
    const ids = await Promise.all([1, 2, 3].map(() => personForAccount(account("8", "racer", "Racer"))));
    expect(new Set(ids).size).toBe(1);
    expect(await number()).toBe(before + 1);
  });
});
