import "server-only";
import { count, desc, eq, type SQL } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { type Database, database, users } from "@/lib/db";
import { calls } from "@/lib/db/schema";
import { settleOverdue } from "./settle";
import type { NamedCall } from "./to-record";

/** The caller's row of `users`, for the conditions of {@link SettledCalls.select}. */
export const caller = alias(users, "caller");
/** The callee's. */
export const callee = alias(users, "callee");

/** Reads calls. Each call that is over has its outcome. */
export interface SettledCalls {
  /** Calls with the names of both people, newest first. */
  select(where: SQL | undefined, limit: number): Promise<NamedCall[]>;
  count(where: SQL | undefined): Promise<number>;
}

/**
 * The only way to read outcomes: it settles overdue calls first, so that no reader can forget to. What reads a row
 * without its outcome, to find the call of a webhook or its caller, needs no settling.
 */
export async function settledCalls(): Promise<SettledCalls> {
  await settleOverdue();
  const db = await database();
  return {
    select: (where, limit) => selectNamed(db, where, limit),
    async count(where) {
      const [row] = await db.select({ number: count() }).from(calls).where(where);
      return row?.number ?? 0;
    },
  };
}

async function selectNamed(db: Database, where: SQL | undefined, limit: number): Promise<NamedCall[]> {
  return db
    .select({
      call: calls,
      caller: { username: caller.username, displayName: caller.displayName },
      callee: { username: callee.username, displayName: callee.displayName },
    })
    .from(calls)
    .leftJoin(caller, eq(caller.id, calls.callerId))
    .leftJoin(callee, eq(callee.id, calls.calleeId))
    .where(where)
    .orderBy(desc(calls.id))
    .limit(limit);
}
