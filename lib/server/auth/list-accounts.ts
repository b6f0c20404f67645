import "server-only";
import { and, asc, eq, gt, isNotNull, type SQL, sql } from "drizzle-orm";
import { foldQuery } from "@/lib/contracts";
import { database, sessions, users } from "@/lib/db";
import { hasGrams, nameContains } from "@/lib/db/text";
import { isLive } from "./sessions";

/** A person as the operator sees them in a list. */
export interface ListedAccount {
  readonly username: string;
  readonly displayName: string;
  readonly createdAt: Date;
  /** When they last signed in on one of the devices on which they are signed in. null: on none. */
  readonly signedInAt: Date | null;
  /** When one of these devices was last used, to 10 min. */
  readonly seenAt: Date | null;
  /** How many devices they are signed in on. */
  readonly sessions: number;
  readonly disabled: boolean;
}

/** Which people to list. */
export interface AccountFilter {
  /** A part of the username or display name; empty: everybody. */
  readonly search: string;
  /** Only people whom the operator has disabled. */
  readonly disabled: boolean;
  /** Only people after this username; empty: from the first on. */
  readonly after: string;
  /** How many at most. */
  readonly limit: number;
}

/** A page of people in the order of their usernames, for the operator. `more`: it is not the last page. */
export async function listAccounts(
  filter: AccountFilter,
): Promise<{ readonly people: ListedAccount[]; readonly more: boolean }> {
  const { search, disabled, after, limit } = filter;
  const wanted = foldQuery(search);
  const db = await database();
  const ofSessions = (value: SQL) =>
    db
      .select({ value })
      .from(sessions)
      .where(and(eq(sessions.userId, users.id), isLive()));
  const latest = (column: typeof sessions.createdAt | typeof sessions.lastUsedAt) =>
    sql<Date | null>`(${ofSessions(sql`max(${column})`)})`.mapWith(column);
  const people = await db
    .select({
      username: users.username,
      displayName: users.displayName,
      createdAt: users.createdAt,
      signedInAt: latest(sessions.createdAt),
      seenAt: latest(sessions.lastUsedAt),
      sessions: sql`(${ofSessions(sql`count(*)`)})`.mapWith(Number),
      disabled: sql<boolean>`(${isNotNull(users.suspendedAt)})`,
    })
    .from(users)
    .where(
      and(
        gt(users.username, after),
        disabled ? isNotNull(users.suspendedAt) : undefined,
        wanted === "" ? undefined : and(hasGrams(users, wanted), nameContains(users, wanted)),
      ),
    )
    .orderBy(asc(users.username))
    .limit(limit + 1);
  return { people: people.slice(0, limit), more: people.length > limit };
}
