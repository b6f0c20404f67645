import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import type { Database } from "@/lib/db";
import { openInMemory } from "./embedded";

/** The only row of an answer. */
async function ask<Row>(db: Database, query: ReturnType<typeof sql>): Promise<Row> {
  const { rows } = (await db.execute(query)) as unknown as { rows: [Row] };
  return rows[0];
}

const add = sql`insert into audit_log (actor, action) values ('somebody', 'something') returning id`;

test("a database that was given back has no rows, begins to count anew, and has neither settings nor listeners", async () => {
  const first = await openInMemory();
  const usual = await ask(first.db, sql`select current_setting('work_mem') as size`);
  const { id } = await ask<{ id: string }>(first.db, add);
  await first.db.execute(sql`set work_mem = '123kB'`);
  const heard: string[] = [];
  await first.listen("somewhere", { hear: (message) => heard.push(message), lost: () => {} });
  await first.close();

  const second = await openInMemory();
  expect(second.db === first.db).toBe(true);
  expect(await ask(second.db, sql`select count(*)::int as number from audit_log`)).toEqual({ number: 0 });
  expect(await ask(second.db, add)).toEqual({ id });
  expect(await ask(second.db, sql`select current_setting('work_mem') as size`)).toEqual(usual);
  await second.db.execute(sql`select pg_notify('somewhere', 'something')`);
  expect(heard).toEqual([]);
  await second.close();
});

test("one whose tables were changed is given to nobody", async () => {
  const changed = await openInMemory();
  await changed.db.execute(sql`alter table operator_switches add constraint nothing check (false)`);
  await changed.close();
  const next = await openInMemory();
  expect(next.db === changed.db).toBe(false);
  await next.db.execute(sql`insert into operator_switches (name, value) values ('a', 'b')`);
  await next.close();
});
