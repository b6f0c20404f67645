import "server-only";
import { and, eq, inArray, sql } from "drizzle-orm";
import { database } from "@/lib/db";
import { calls } from "@/lib/db/schema";

/** Who of `people` has called whom of `others` under their own name at some time: the pairs of `hasCalledOpenly`. */
export async function openCallsBetween(
  people: readonly string[],
  others: readonly string[],
): Promise<{ one: string; other: string }[]> {
  const db = await database();
  const rows = await db
    .selectDistinct({ one: calls.callerId, other: calls.calleeId })
    .from(calls)
    .where(
      and(
        inArray(calls.callerId, [...people]),
        sql`${calls.calleeId} = any(${sql.param([...others])}::text[])`,
        eq(calls.anonymous, false),
      ),
    );
  return rows.flatMap(({ one, other }) => (one === null || other === null ? [] : [{ one, other }]));
}
