import "server-only";
import { and, inArray, isNull, lt } from "drizzle-orm";
import { database } from "@/lib/db";
import { calls } from "@/lib/db/schema";
import { ago } from "@/lib/db/time";

/** How long (s) such a call stays: the limits of calls count those of the last day. */
const keptSeconds = 2 * 24 * 60 * 60;

/** How many calls are removed at once. Others wait for the next time. */
const mostAtOnce = 1_000;

/** Removes calls whose people have all been deleted: nobody can see them any more. */
export async function sweepCalls(): Promise<void> {
  const db = await database();
  const orphaned = db
    .select({ id: calls.id })
    .from(calls)
    .where(and(isNull(calls.callerId), isNull(calls.calleeId), lt(calls.startedAt, ago(keptSeconds))))
    .limit(mostAtOnce);
  await db.delete(calls).where(inArray(calls.id, orphaned));
}
