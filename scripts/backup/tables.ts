import { sql } from "drizzle-orm";
import type { Database } from "@/lib/db/handle";
import { queryRows } from "./query-rows";

/** The tables of a database: `users` for those of the schema `public`, which are ours, else `schema.table`. */
export async function tablesIn(db: Database): Promise<Set<string>> {
  const rows = await queryRows<{ name: string }>(
    db,
    sql`select case when schemaname = 'public' then tablename else schemaname || '.' || tablename end as name
      from pg_tables where schemaname in ('public', 'drizzle')`,
  );
  return new Set(rows.map(({ name }) => name));
}

/** Our tables, each after those that its rows refer to. */
export async function parentsFirst(db: Database): Promise<string[]> {
  const left = [...(await tablesIn(db))].filter((name) => !name.includes(".")).sort();
  const references = await queryRows<{ child: string; parent: string }>(
    db,
    sql`select child.relname as child, parent.relname as parent from pg_constraint
      join pg_class as child on child.oid = conrelid
      join pg_class as parent on parent.oid = confrelid
      where contype = 'f' and connamespace = 'public'::regnamespace and conrelid <> confrelid`,
  );
  const order: string[] = [];
  while (left.length > 0) {
    const next = left.findIndex((table) =>
      references.every(({ child, parent }) => child !== table || !left.includes(parent)),
    );
    if (next < 0) throw new Error(`These tables refer to each other in a circle: ${left.join(", ")}.`);
    order.push(...left.splice(next, 1));
  }
  return order;
}
