import "server-only";
import { and, eq, isNotNull, ne, or } from "drizzle-orm";
import type { Database } from "@/lib/db";
import { calls } from "@/lib/db/schema";

/**
 * Removes what the callers of a person have typed to reach them, their username, and what guests called themselves, as part
 * of the transaction `db`: the person is being deleted.
 */
export async function forgetDialed(calleeId: string, db: Database): Promise<void> {
  await db
    .update(calls)
    .set({ dialed: "", guestName: null })
    .where(and(eq(calls.calleeId, calleeId), or(ne(calls.dialed, ""), isNotNull(calls.guestName))));
}
