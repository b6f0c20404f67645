import "server-only";
import { and, eq, exists, isNotNull, isNull, not, or, type Placeholder, type SQL, sql } from "drizzle-orm";
import type { AnyPgColumn } from "drizzle-orm/pg-core";
import { allows, blocks, type Database, users } from "@/lib/db";
import { hasAnsweredOpenly, hasCalledOpenly } from "../calls/conditions";

/** A person's id: a value, or the place of one in a statement that is used again and again. */
type GivenId = string | Placeholder;
/** The same, or a column of the query that the rule is used in. */
type Id = GivenId | AnyPgColumn;

/** SQL: `blocker` has blocked `blocked`, by name or as the caller of an anonymous call. */
export function hasBlocked(db: Database, blocker: Id, blocked: Id): SQL {
  return existing(db, blocks, and(eq(blocks.blockerId, blocker), eq(blocks.blockedId, blocked)));
}

/**
 * SQL: `blocker` has blocked `blocked` by name. Only this may change what the blocker sees: if a block of an
 * anonymous caller did, it would show who the caller was.
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
 * SQL: the person of this `users` row lets `caller` ring them. One rule decides who looks "away" in the list and who
 * cannot be rung, because a difference would show a block or a policy.
 */
export function letsRing(db: Database, caller: Id): SQL {
  const isKnown = or(hasAllowed(db, users.id, caller), hasCalledOpenly(db, users.id, caller));
  const open = or(eq(users.callPolicy, "everyone"), isKnown);
  return sql`(${and(not(hasBlocked(db, users.id, caller)), open)})`;
}

/**
 * SQL: the person of this `users` row lets `caller` leave a message: everybody who may ring them, and nobody else. So a
 * blocked caller hears no more than when the person is away without voicemail. For an anonymous caller nothing that the
 * person has decided about somebody by name counts, as when such a call rings (docs/decisions/0025-anonymous-calls.md).
 */
export function letsLeaveMessage(db: Database, caller: GivenId, { anonymous }: { anonymous: boolean }): SQL {
  const blockedByCaller = hasBlockedByName(db, caller, users.id);
  const lets = anonymous
    ? and(
        users.acceptsAnonymous,
        eq(users.callPolicy, "everyone"),
        not(hasBlockedUnnamed(db, users.id, caller)),
      )
    : letsRing(db, caller);
  return sql`(${and(isNull(users.suspendedAt), lets, not(blockedByCaller))})`;
}

/**
 * SQL: the person of this `users` row has called, answered or allowed `caller`, under the caller's own name, before the call
 * with the number `before`. The callee's phone shows it, since a name alone does not tell one Alice from another.
 */
export function isKnown(db: Database, caller: GivenId, before: SQL): SQL<boolean> {
  const known = or(
    hasAllowed(db, users.id, caller),
    hasCalledOpenly(db, users.id, caller),
    hasAnsweredOpenly(db, users.id, caller, before),
  );
  return sql<boolean>`${known}`;
}

/** SQL: `blocker` has blocked `blocked` as the caller of an anonymous call. */
export function hasBlockedUnnamed(db: Database, blocker: Id, blocked: Id): SQL {
  const unnamed = and(eq(blocks.blockerId, blocker), eq(blocks.blockedId, blocked), isNotNull(blocks.ref));
  return existing(db, blocks, unnamed);
}

function existing(db: Database, table: typeof blocks | typeof allows, where: SQL | undefined) {
  return exists(db.select({ one: sql`1` }).from(table).where(where));
}
