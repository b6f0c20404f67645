import "server-only";
import { type SQLWrapper, sql } from "drizzle-orm";
import { type Database, users } from "@/lib/db";
import { countHitOf, keyOf, type Limit } from "../limits";

/** How many calls a person, or a visit of a guest, may ask for. */
export const callLimit: Limit = { name: "call", hits: 20, seconds: 60 };

/** The key under which the calls of that caller are counted. */
export const callCounterOf = (caller: string): string => keyOf(callLimit, caller);

/** What has to be known of the callee, whoever calls. */
export const calleeColumns = {
  id: users.id,
  doNotDisturb: users.doNotDisturb,
  suspendedAt: users.suspendedAt,
  callPolicy: users.callPolicy,
};

/**
 * SQL: counts the call if it counts, there is a caller, and it is no existing call. It has a row if the call is within the
 * limit. `isCounted` and `counter` are placeholders of the statement.
 */
export function countedCall(
  db: Database,
  caller: SQLWrapper,
  existing: SQLWrapper,
  { isCounted, counter }: { isCounted: SQLWrapper; counter: ReturnType<typeof sql.placeholder> },
) {
  const isNew = sql`${isCounted}::boolean and exists (select 1 from ${caller})
    and not exists (select 1 from ${existing})`;
  return db.$with("counted").as(countHitOf(db, callLimit, counter, isNew));
}
