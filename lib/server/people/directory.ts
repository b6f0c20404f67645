import "server-only";
import { and, asc, eq, gt, isNull, ne, or, type SQL, sql } from "drizzle-orm";
import { foldQuery, type PeopleResponse, type Person, type PresenceState } from "@/lib/contracts";
import { type Database, database, presence, users } from "@/lib/db";
import { nameContains } from "@/lib/db/text";
import { AppError } from "@/lib/errors";
import { mayKnowOfCall } from "../calls/conditions";
import { hasAllowed, hasBlockedByName, letsRing } from "./rules";

const pageSize = 200;

/**
 * Other people as `me` sees them, those who are here first, without suspended ones. `q` is searched for in usernames and
 * display names.
 */
export async function listPeople(me: string, q: string): Promise<PeopleResponse> {
  const isFound = and(ne(users.id, me), isNull(users.suspendedAt), nameContains(users, foldQuery(q)));
  const found = await select(me, isFound, pageSize + 1);
  return { people: found.slice(0, pageSize), more: found.length > pageSize };
}

/** One person as `me` sees them, who may be `me` too. A suspended person is not found. Throws `not_found`. */
export async function findPerson(me: string, username: string): Promise<Person> {
  const [found] = await select(me, and(eq(users.username, username), isNull(users.suspendedAt)), 1);
  if (!found) throw new AppError("not_found");
  return found;
}

async function select(me: string, where: SQL | undefined, limit: number): Promise<Person[]> {
  const db = await database();
  const here = db
    .select({
      userId: presence.userId,
      inCall: sql<boolean>`bool_or(${looksInCall(db)})`.as("in_call"),
    })
    .from(presence)
    .where(gt(presence.expiresAt, sql`now()`))
    .groupBy(presence.userId)
    .as("here");
  const state = sql<PresenceState>`case
    when ${here.userId} is null or not ${letsRing(db, me)} then 'away'
    when ${users.doNotDisturb} then 'dnd'
    when ${here.inCall} then 'in_call'
    else 'here' end`;
  return db
    .select({
      username: users.username,
      displayName: users.displayName,
      presence: state.as("state"),
      blocked: sql<boolean>`${hasBlockedByName(db, me, users.id)}`,
      allowed: sql<boolean>`${hasAllowed(db, me, users.id)}`,
    })
    .from(users)
    .leftJoin(here, eq(here.userId, users.id))
    .where(where)
    .orderBy(sql`(${state} = 'away')`, asc(sql`lower(${users.displayName})`), asc(users.username))
    .limit(limit);
}

/**
 * SQL: the tab of this `presence` row is in a call that others may know of. A tab that calls anonymously looks like any
 * other tab, to everybody.
 */
function looksInCall(db: Database): SQL | undefined {
  const isKnown = or(isNull(presence.ref), mayKnowOfCall(db, presence.userId, presence.ref));
  return and(eq(presence.phone, "in_call"), isKnown);
}
