import "server-only";
import { count, desc, eq, type SQL, sql } from "drizzle-orm";
import { alias, unionAll } from "drizzle-orm/pg-core";
import { type Database, database, type Statement, together, users, voicemails } from "@/lib/db";
import { calls } from "@/lib/db/schema";
import { isMessageOf } from "./message";
import { settleOverdue } from "./settle";
import type { NamedCall } from "./to-record";

/** The caller's row of `users`, for the conditions of {@link SettledCalls.select}. */
export const caller = alias(users, "caller");
/** The callee's. */
export const callee = alias(users, "callee");

/** Conditions: what they ask for together, apart. */
type Parts = readonly [SQL | undefined, ...(SQL | undefined)[]];

/** Reads calls. Each call that is over has its outcome. */
export interface SettledCalls {
  /**
   * Calls with the names of both people, newest first. Each of `parts` is read by itself, from an index that has its
   * calls in this order, and no further than `limit`. A call must be in one part only. A part may ask for what the callee's
   * message (`voicemails`) has.
   */
  select(parts: Parts, limit: number): Promise<NamedCall[]>;
  /** Counts calls, but no further than `most`. `where` may ask for what the callee's message has, too. */
  count(where: SQL | undefined, most: number): Promise<number>;
}

/**
 * The only way to read outcomes: it settles overdue calls first, so that no reader can forget to. What reads a row
 * without its outcome, to find the call of a webhook or its caller, needs no settling.
 */
export async function settledCalls(): Promise<SettledCalls> {
  await settleOverdue();
  const db = await database();
  return {
    async select(parts, limit) {
      // In a transaction, whose settings suit it (`setLimits`).
      const [found] = await together((db) => [selectNamed(db, parts, limit)]);
      return found;
    },
    async count(where, most) {
      const some = db
        .select({ id: calls.id })
        .from(calls)
        .leftJoin(voicemails, isMessageOf(calls.ref))
        .where(where)
        .limit(most)
        .as("some");
      const [row] = await db.select({ number: count() }).from(some);
      return row?.number ?? 0;
    },
  };
}

function selectNamed(db: Database, [first, ...others]: Parts, limit: number): Statement<NamedCall[]> {
  const part = (where: SQL | undefined) =>
    db
      .select({
        call: calls,
        caller: { username: caller.username, displayName: caller.displayName },
        callee: { username: callee.username, displayName: callee.displayName },
        message: {
          // With a name of its own, since the whole is ordered by the call's id.
          id: sql<string>`${voicemails.id}`.as("message_id"),
          seconds: voicemails.seconds,
          heardAt: voicemails.heardAt,
        },
      })
      .from(calls)
      .leftJoin(caller, eq(caller.id, calls.callerId))
      .leftJoin(callee, eq(callee.id, calls.calleeId))
      .leftJoin(voicemails, isMessageOf(calls.ref))
      .where(where)
      .orderBy(desc(calls.id))
      .limit(limit);
  const [second, ...more] = others.map(part);
  if (!second) return part(first);
  return unionAll(part(first), second, ...more)
    .orderBy(desc(calls.id))
    .limit(limit);
}
