import "server-only";
import { and, eq, gt, inArray, isNull, or, type SQL, sql } from "drizzle-orm";
import type { CallPolicy, PresenceState } from "@/lib/contracts";
import { allows, blocks, type Database, database, presence, users } from "@/lib/db";
import { mayKnowOfCall } from "../calls/conditions";
import { openCallsBetween } from "../calls/open-calls";

// How people look to others: `away` to everybody whom they do not let ring (`letsRing`), and to all others as here.

/**
 * SQL: the tab of this `presence` row is in a call that others may know of. A tab that calls anonymously looks like any
 * other tab, to everybody.
 */
export function looksInCall(db: Database): SQL | undefined {
  const isKnown = or(isNull(presence.ref), mayKnowOfCall(db, presence.userId, presence.ref));
  return and(eq(presence.phone, "in_call"), isKnown);
}

/** SQL: the people who have a live tab, each with whether they look in a call. `tabs`: whose are looked at. */
function peopleHere(db: Database, tabs: SQL | undefined) {
  return db
    .select({ userId: presence.userId, inCall: sql<boolean>`bool_or(${looksInCall(db)})`.as("in_call") })
    .from(presence)
    .where(and(gt(presence.expiresAt, sql`now()`), tabs))
    .groupBy(presence.userId)
    .as("here");
}

/** How a person looks to those whom they let ring. */
export interface OpenLook {
  readonly id: string;
  readonly username: string;
  readonly displayName: string;
  readonly isSuspended: boolean;
  readonly callPolicy: CallPolicy;
  readonly presence: PresenceState;
}

/** How these people (ids) look to those whom they let ring. Without those who do not exist. */
export async function readOpenLooks(people: readonly string[]): Promise<OpenLook[]> {
  const db = await database();
  const here = peopleHere(db, inArray(presence.userId, [...people]));
  return db
    .select({
      id: users.id,
      username: users.username,
      displayName: users.displayName,
      isSuspended: sql<boolean>`(${users.suspendedAt} is not null)`,
      callPolicy: users.callPolicy,
      presence: openState(here.inCall),
    })
    .from(users)
    .leftJoin(here, eq(here.userId, users.id))
    .where(inArray(users.id, [...people]));
}

/** The same of everybody who is not away: by a person's id. */
export async function readEverybodyHere(): Promise<Map<string, PresenceState>> {
  const db = await database();
  const here = peopleHere(db, undefined);
  const rows = await db
    .select({ id: users.id, presence: openState(here.inCall) })
    .from(here)
    .innerJoin(users, and(eq(users.id, here.userId), isNull(users.suspendedAt)));
  return new Map(rows.map(({ id, presence }) => [id, presence]));
}

function openState(inCall: SQL.Aliased<boolean>): SQL<PresenceState> {
  return sql<PresenceState>`case
    when ${inCall} is null then 'away'
    when ${users.doNotDisturb} then 'dnd'
    when ${inCall} then 'in_call'
    else 'here' end`;
}

/** Pairs of two people: by the id of the first, the ids of those who belong to them. */
export type Pairs = ReadonlyMap<string, ReadonlySet<string>>;

/** Who of `people` has blocked whom of `others`, in any way. */
export async function blocksBetween(people: readonly string[], others: readonly string[]): Promise<Pairs> {
  const db = await database();
  const rows = await db
    .select({ one: blocks.blockerId, other: blocks.blockedId })
    .from(blocks)
    .where(and(inArray(blocks.blockerId, [...people]), isOneOf(blocks.blockedId, others)));
  return toPairs(rows);
}

/** Who of `people` knows whom of `others`: has allowed them to ring, or has called them under the own name. */
export async function knownBetween(people: readonly string[], others: readonly string[]): Promise<Pairs> {
  const db = await database();
  const allowed = db
    .select({ one: allows.userId, other: allows.allowedId })
    .from(allows)
    .where(and(inArray(allows.userId, [...people]), isOneOf(allows.allowedId, others)));
  return toPairs([...(await allowed), ...(await openCallsBetween(people, others))]);
}

/** SQL: the column is one of the texts, which are one parameter however many they are. */
function isOneOf(column: typeof blocks.blockedId | typeof allows.allowedId, ids: readonly string[]): SQL {
  return sql`${column} = any(${sql.param([...ids])}::text[])`;
}

function toPairs(rows: readonly { one: string; other: string }[]): Pairs {
  const pairs = new Map<string, Set<string>>();
  for (const { one, other } of rows) {
    const others = pairs.get(one) ?? new Set();
    pairs.set(one, others.add(other));
  }
  return pairs;
}
