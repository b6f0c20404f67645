import "server-only";
import {
  and,
  eq,
  exists,
  inArray,
  isNotNull,
  lt,
  not,
  or,
  type Placeholder,
  type SQL,
  sql,
} from "drizzle-orm";
import type { AnyPgColumn } from "drizzle-orm/pg-core";
import { missedOutcomes } from "@/lib/contracts";
import type { Database } from "@/lib/db";
import { calls } from "@/lib/db/schema";

/** SQL: the calls that exist for `me`. */
export function visibleTo(me: string): SQL | undefined {
  return or(madeBy(me), receivedBy(me));
}

/** SQL: the calls that `me` made. */
export function madeBy(me: string): SQL {
  return eq(calls.callerId, me);
}

/** SQL: the calls that others made to `me`, without those of blocked callers. */
export function receivedBy(me: string): SQL | undefined {
  return and(eq(calls.calleeId, me), sql`${calls.outcome} is distinct from 'blocked'`);
}

/** SQL: the missed calls of `me`, by the rule of `isMissed` in the contracts. */
export function missedBy(me: string): SQL | undefined {
  return and(receivedBy(me), inArray(calls.outcome, [...missedOutcomes]));
}

/**
 * SQL, for a rule about people: `caller` has called `callee` under their own name at some time. An anonymous call
 * does not count, since the rule's effect would show who made it.
 */
export function hasCalledOpenly(
  db: Database,
  caller: AnyPgColumn,
  callee: string | Placeholder | AnyPgColumn,
): SQL {
  const openly = and(eq(calls.callerId, caller), eq(calls.calleeId, callee), not(calls.anonymous));
  return existing(db, openly);
}

/** SQL: before the call with the number `before`, `callee` answered a call that `caller` made under their own name. */
export function hasAnsweredOpenly(
  db: Database,
  callee: AnyPgColumn,
  caller: string | Placeholder,
  before: SQL,
): SQL {
  const answered = or(isNotNull(calls.answeredAt), eq(calls.outcome, "completed"));
  const openly = and(eq(calls.callerId, caller), eq(calls.calleeId, callee), not(calls.anonymous));
  return existing(db, and(openly, lt(calls.id, before), answered));
}

/**
 * SQL, for a list of people: the call with this ref has a row, and `person`, whose tab is in it, did not make it
 * anonymously. A call without a row does not count, since it may become an anonymous one. If the list showed an anonymous
 * caller as "in a call", the callee could look at the list with a second account and see who is calling.
 */
export function mayKnowOfCall(db: Database, person: AnyPgColumn, ref: AnyPgColumn): SQL {
  const isTheirSecret = and(eq(calls.anonymous, true), eq(calls.callerId, person));
  return existing(db, and(eq(calls.ref, ref), sql`(${isTheirSecret}) is not true`));
}

function existing(db: Database, where: SQL | undefined): SQL {
  return exists(db.select({ one: sql`1` }).from(calls).where(where));
}
