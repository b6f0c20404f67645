import type { SQL } from "drizzle-orm";
import type { Database } from "@/lib/db/handle";

/** The rows of a statement. Both drivers give them in `rows`, which the common type does not say. */
export async function queryRows<Row>(db: Pick<Database, "execute">, statement: SQL): Promise<Row[]> {
  const { rows } = (await db.execute(statement)) as unknown as { rows: Row[] };
  return rows;
}
