import "server-only";
import { and, eq, exists, inArray, or, type SQL, sql } from "drizzle-orm";
import type { AnyPgColumn } from "drizzle-orm/pg-core";
import { missedOutcomes } from "@/lib/contracts";
import type { Database } from "@/lib/db";
import { calls } from "@/lib/db/schema";

/** SQL: the calls that exist for `me`. */
export function visibleTo(me: string): SQL | undefined {
  return or(eq(calls.callerId, me), receivedBy(me));
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
export function hasCalledOpenly(db: Database, caller: AnyPgColumn, callee: string): SQL {
  const openly = and(eq(calls.callerId, caller), eq(calls.calleeId, callee), eq(calls.anonymous, false));
  return existing(db, openly);
}

/**
 * SQL, for a list of people: the call with this ref has a row, and is not an anonymous call to `me`. While it has no
 * row yet, it might be one.
 */
export function mayKnowOfCall(db: Database, me: string, ref: AnyPgColumn): SQL {
  const anonymousToMe = and(eq(calls.anonymous, true), eq(calls.calleeId, me));
  return existing(db, and(eq(calls.ref, ref), sql`(${anonymousToMe}) is not true`));
}

function existing(db: Database, where: SQL | undefined): SQL {
  return exists(db.select({ one: sql`1` }).from(calls).where(where));
}
