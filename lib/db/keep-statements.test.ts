import { PGlite } from "@electric-sql/pglite";
import { afterAll, beforeAll, expect, test } from "vitest";
import { keepStatements } from "./keep-statements";

let client: PGlite;
let forget: () => Promise<void>;
beforeAll(async () => {
  client = await PGlite.create();
  forget = keepStatements(client);
  await client.exec("create table notes (n int primary key, text text)");
}, 60_000);
afterAll(() => client.close());

const keptOnes = () => client.query<{ statement: string; plans: number }>(allKept).then(({ rows }) => rows);
const allKept =
  "select statement, (generic_plans + custom_plans)::int as plans from pg_prepared_statements order by prepare_time";

test("a statement is parsed once, and has each time the values it is given", async () => {
  const text = "select $1::int + 1 as sum, $2::text as text, $3::text[] as list";
  for (const [n, word] of [
    [1, "one"],
    [2, null],
    [3, "three"],
  ] as const) {
    const { rows } = await client.query(text, [n, word, [word, "x"]]);
    expect(rows).toEqual([{ sum: n + 1, text: word, list: [word, "x"] }]);
  }
  expect((await keptOnes()).filter(({ statement }) => statement === text)).toEqual([
    { statement: text, plans: 3 },
  ]);
});

test("one that cannot be parsed says so each time, and disturbs no other", async () => {
  for (let n = 0; n < 2; n += 1) {
    await expect(client.query("select nothing from nowhere")).rejects.toMatchObject({ code: "42P01" });
    expect((await client.query("select $1::int as one", [1])).rows).toEqual([{ one: 1 }]);
  }
});

test("one that fails as it runs works the next time, in a transaction as well", async () => {
  const text = "insert into notes values ($1, $2) returning text";
  await client.query(text, [1, "a"]);
  await expect(client.query(text, [1, "b"])).rejects.toMatchObject({ code: "23505" });
  const failing = client.transaction(async (inside) => {
    await inside.query(text, [2, "c"]);
    await inside.query(text, [1, "d"]);
  });
  await expect(failing).rejects.toMatchObject({ code: "23505" });
  const { rows } = await client.transaction((inside) => inside.query(text, [2, "e"]));
  expect(rows).toEqual([{ text: "e" }]);
});

test("the same text with other types of its parameters is another statement", async () => {
  const text = "select pg_typeof($1)::text as type";
  const typed = (paramType: number) => client.query(text, ["1"], { paramTypes: [paramType] });
  expect((await typed(23)).rows).toEqual([{ type: "integer" }]);
  expect((await typed(25)).rows).toEqual([{ type: "text" }]);
});

test("of more statements than are kept, the ones that were used last stay", async () => {
  for (let n = 0; n < 200; n += 1) {
    await client.query(`select ${n} as number`);
    await client.query("select 'often' as often");
  }
  const texts = (await keptOnes()).map(({ statement }) => statement);
  expect(texts.length).toBeLessThanOrEqual(150);
  expect(texts).toContain("select 199 as number");
  expect(texts).toContain("select 'often' as often");
  expect(texts).not.toContain("select 0 as number");
  expect((await client.query("select 0 as number")).rows).toEqual([{ number: 0 }]);
});

test("after a table has changed, forgotten statements return what it has now", async () => {
  await client.query("select * from notes where n = $1", [1]);
  await client.exec("alter table notes add column more int default 7");
  await forget();
  expect((await client.query("select * from notes where n = $1", [1])).rows).toEqual([
    { n: 1, text: "a", more: 7 },
  ]);
});
