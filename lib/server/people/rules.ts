import "server-only";
import { and, eq, exists, isNull, not, or, type SQL, sql } from "drizzle-orm";
import type { AnyPgColumn } from "drizzle-orm/pg-core";
import { allows, blocks, calls, type Database, users } from "@/lib/db";

/** A person's id: a value, or a column of the query that the rule becomes part of. */
type Id = string | AnyPgColumn;

/** SQL: `blocker` has blocked `blocked`, by name or as the caller of an anonymous call. */
export function hasBlocked(db: Database, blocker: Id, blocked: Id): SQL {
  return existing(db, blocks, and(eq(blocks.blockerId, blocker), eq(blocks.blockedId, blocked)));
}

/**
 * SQL: `blocker` has blocked `blocked` by name. What the blocker may be shown: a block of an anonymous caller
 * must change nothing that they can see, or it would tell who the caller was.
 */
export function hasBlockedByName(db: Database, blocker: Id, blocked: Id): SQL {
  const named = and(eq(blocks.blockerId, blocker), eq(blocks.blockedId, blocked), isNull(blocks.ref));
  return existing(db, blocks, named);
}

/** SQL: `person` has allowed `allowed` to ring them. */
export function hasAllowed(db: Database, person: Id, allowed: Id): SQL {
  return existing(db, allows, and(eq(allows.userId, person), eq(allows.allowedId, allowed)));
}

/**
 * SQL: the person of this `users` row lets `caller` ring them. Those who do not look "away" to the caller, in the
 * list as when called: a difference between the two would tell.
 */
export function letsRing(db: Database, caller: string): SQL {
  // Not anonymously: to be let in by such a call would tell who made it.
  const openly = and(eq(calls.callerId, users.id), eq(calls.calleeId, caller), eq(calls.anonymous, false));
  const hasCalled = existing(db, calls, openly);
  const open = or(eq(users.callPolicy, "everyone"), hasAllowed(db, users.id, caller), hasCalled);
  return sql`(${and(not(hasBlocked(db, users.id, caller)), open)})`;
}

function existing(db: Database, table: typeof blocks | typeof allows | typeof calls, where: SQL | undefined) {
  return exists(db.select({ one: sql`1` }).from(table).where(where));
}
