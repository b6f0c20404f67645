import { ne, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { database, oncePerDatabase, operatorSwitches, together, withValues } from "@/lib/db";
import { onBothDatabases } from "@/lib/db/testing/both";

onBothDatabases((name) => {
  const names = async () =>
    (await (await database()).execute(sql`select name from operator_switches order by name`)) as unknown as {
      rows: { name: string }[];
    };
  const add = (text: string) =>
    sql`insert into operator_switches (name, value) values (${text}, 'x') returning name`;

  test("statements run in their order, and each returns its own rows", async () => {
    const [one, two] = await together((db) => [
      db.execute(add("first")),
      db.execute(sql`select count(*)::int as number from operator_switches`),
    ]);
    expect(one).toMatchObject({ rows: [{ name: "first" }] });
    expect(two).toMatchObject({ rows: [{ number: 1 }] });
    await expect(names()).resolves.toMatchObject({ rows: [{ name: "first" }] });
  });

  test("if one of them fails, none has an effect, and its error is the one that is thrown", async () => {
    const failing = together((db) => [
      db.execute(add("second")),
      db.execute(sql`select 1 / 0`),
      db.execute(add("third")),
    ]);
    await expect(failing).rejects.toMatchObject({ code: "22012" });
    await expect(names()).resolves.toMatchObject({ rows: [{ name: "first" }] });
  });

  test("a prepared statement runs in its place, each time with its values", async () => {
    const adding = oncePerDatabase((db) =>
      db
        .insert(operatorSwitches)
        .values({
          name: sql.placeholder("name"),
          value: sql`(select count(*)::text from operator_switches)`,
        })
        .returning()
        .prepare(""),
    );
    for (const one of ["a", "b"]) {
      const [, rows] = await together((db) => [
        db.execute(add(`before ${one}`)),
        withValues(adding(db), { name: one }),
      ]);
      const earlier = one === "a" ? 2 : 4;
      expect(rows).toMatchObject([{ name: one, value: String(earlier) }]);
    }
    await (await database()).delete(operatorSwitches).where(ne(operatorSwitches.name, "first"));
  });

  test.runIf(name === "PostgreSQL")("they are run without PostgreSQL's compiler", async () => {
    const [shown] = await together((db) => [db.execute(sql`show jit`)]);
    expect(shown).toMatchObject({ rows: [{ jit: "off" }] });
    expect(await (await database()).execute(sql`show jit`)).toMatchObject({ rows: [{ jit: "on" }] });
  });

  test.runIf(name === "PostgreSQL")("their limits do not stay in the connection", async () => {
    await together((db) => [db.execute(add("fourth"))]);
    const shown = await (await database()).execute(sql`show statement_timeout`);
    expect(shown).toMatchObject({ rows: [{ statement_timeout: "0" }] });
  });
});
