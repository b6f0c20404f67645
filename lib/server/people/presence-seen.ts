import "server-only";
import { and, eq, exists, gt, type SQL, sql } from "drizzle-orm";
import type { AnyPgColumn } from "drizzle-orm/pg-core";
import type { PresenceState } from "@/lib/contracts";
import { type Database, presence, users } from "@/lib/db";
import { looksInCall } from "./looks";
import { letsRing } from "./rules";

/**
 * SQL: the person of this `users` row has a live tab and lets `viewer` ring them. Whoever does not is shown, and sorted, like
 * somebody without a tab.
 */
export function looksHere(db: Database, viewer: string | AnyPgColumn): SQL {
  // Not `exists`, of which PostgreSQL makes a join with everybody's tabs: so the list stops once it has enough.
  const tab = db.select({ is: sql`true` }).from(presence).where(isLiveTabOf(users.id)).limit(1);
  return sql`(coalesce((${tab}), false) and ${letsRing(db, viewer)})`;
}

interface Seen {
  readonly id: AnyPgColumn;
  readonly doNotDisturb: AnyPgColumn;
  /** {@link looksHere} */
  readonly isHere: SQL | SQL.Aliased<boolean>;
}

/** SQL: the presence of a person as the viewer of `isHere` sees it. */
export function presenceSeen(db: Database, { id, doNotDisturb, isHere }: Seen): SQL<PresenceState> {
  const tabsInCall = db
    .select({ one: sql`1` })
    .from(presence)
    .where(and(isLiveTabOf(id), looksInCall(db)));
  return sql<PresenceState>`case
      when not ${isHere} then 'away'
      when ${doNotDisturb} then 'dnd'
      when ${exists(tabsInCall)} then 'in_call'
      else 'here' end`;
}

function isLiveTabOf(person: AnyPgColumn): SQL | undefined {
  return and(eq(presence.userId, person), gt(presence.expiresAt, sql`now()`));
}
