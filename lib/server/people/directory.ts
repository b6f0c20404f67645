import "server-only";

import {
  and,
  asc,
  desc,
  eq,
  exists,
  gt,
  inArray,
  isNotNull,
  isNull,
  ne,
  not,
  or,
  type SQL,
  sql,
} from "drizzle-orm";
import { type AnyPgColumn, unionAll } from "drizzle-orm/pg-core";

import pLimit from "p-limit";
import { foldQuery, type PeopleResponse, type Person, type PresenceState } from "@/lib/contracts";
import { type Database, database, presence, type Statement, together, users } from "@/lib/db";
import { hasGrams, nameContains } from "@/lib/db/text";
import { AppError } from "@/lib/errors";
import { looksInCall } from "./looks";
import { hasAllowed, hasBlockedByName, letsRing } from "./rules";

const pageSize = 200;

/**
 * How many of the people whom a search finds are compared by name. If it finds more, the page has those who are here, and
 * after them the first by name of this many. See docs/decisions/0027-search.md.
 */
const mostFound = 1_000;

/**
 * How many lists this process makes at once. Every open page asks for one again and again, and it is the longest query that
 * people ask for: more at once would keep a call waiting for the database.
 */
const oneOfFew = pLimit(2);

/**
 * Other people as `me` sees them, those who are here first, without suspended ones. `q` is searched for in usernames and
 * display names.
 */
export async function listPeople(me: string, q: string): Promise<PeopleResponse> {
  const wanted = foldQuery(q);
  // In a transaction, whose settings suit it (`setLimits`).
  const [found] = await oneOfFew(() => together((db) => [selectPage(db, me, wanted)]));
  return { people: found.slice(0, pageSize), more: found.length > pageSize };
}

/** One person as `me` sees them, who may be `me` too. A suspended person is not found. Throws `not_found`. */
export async function findPerson(me: string, username: string): Promise<Person> {
  const db = await database();
  const found = db
    .select({ ...names, isHere: sql<boolean>`${looksHere(db, me)}`.as("is_here") })
    .from(users)
    .where(and(eq(users.username, username), isNull(users.suspendedAt)))
    .as("listed");
  const { username: name, displayName } = found;
  const [person] = await db.select({ username: name, displayName, ...asSeenBy(db, me, found) }).from(found);
  if (!person) throw new AppError("not_found");
  return person;
}

/** What the list needs of a person besides the rules. */
const names = {
  id: users.id,
  username: users.username,
  displayName: users.displayName,
  nameOrder: sql<string>`lower(${users.displayName})`.as("name_order"),
  doNotDisturb: users.doNotDisturb,
};
const byName = [asc(sql`lower(${users.displayName})`), asc(users.username)];

/**
 * The first page, and one person more if there is one. Each half reads its people in the order of their names and stops
 * when it has enough: neither reads everybody, nor everybody who is here.
 */
function selectPage(db: Database, me: string, wanted: string): Statement<Person[]> {
  const isOther = and(ne(users.id, me), isNull(users.suspendedAt));
  const those = (isHere: boolean, where: SQL | undefined) =>
    db
      .select({ ...names, isHere: sql<boolean>`${isHere}::boolean`.as("is_here") })
      .from(users)
      .where(where)
      .orderBy(...byName)
      .limit(pageSize + 1);
  const isPresent = looksHere(db, me);
  const mayBeHere = and(isNotNull(users.cameAt), isOther, isPresent);
  const found = db.$with("found").as(
    db
      .select({ id: users.id })
      .from(users)
      .where(and(isOther, hasGrams(users, wanted), nameContains(users, wanted)))
      // The ids are random: so PostgreSQL knows how far it must read for a part that many names have.
      .orderBy(asc(users.id))
      .limit(mostFound),
  );
  const isFound = inArray(users.id, db.select({ id: found.id }).from(found));
  const isComplete = sql`(select count(*) from ${found}) < ${mostFound}`;
  const here = db
    .$with("here")
    .as(
      wanted === ""
        ? those(true, mayBeHere)
        : unionAll(
            those(true, and(isComplete, isFound, isPresent)),
            those(true, and(not(isComplete), mayBeHere, nameContains(users, wanted))),
          ),
    );
  const hasRoom = sql`(select count(*) from ${here}) <= ${pageSize}`;
  const isAway = or(isNull(users.cameAt), not(isPresent));
  const away = db.$with("away").as(those(false, and(hasRoom, wanted === "" ? isOther : isFound, isAway)));
  const listed = unionAll(db.select().from(here), db.select().from(away)).as("listed");
  return db
    .with(...(wanted === "" ? [here, away] : [found, here, away]))
    .select({ username: listed.username, displayName: listed.displayName, ...asSeenBy(db, me, listed) })
    .from(listed)
    .orderBy(desc(listed.isHere), asc(listed.nameOrder), asc(listed.username))
    .limit(pageSize + 1);
}

/**
 * SQL: the person of this `users` row has a live tab and lets `me` ring them. Whoever does not is shown, and sorted, like
 * somebody without a tab.
 */
function looksHere(db: Database, me: string): SQL {
  // Not `exists`, of which PostgreSQL makes a join with everybody's tabs: so the list stops once it has enough.
  const tab = db.select({ is: sql`true` }).from(presence).where(isLiveTabOf(users.id)).limit(1);
  return sql`(coalesce((${tab}), false) and ${letsRing(db, me)})`;
}

function isLiveTabOf(person: AnyPgColumn): SQL | undefined {
  return and(eq(presence.userId, person), gt(presence.expiresAt, sql`now()`));
}

/** The columns of a person as `me` sees them. They are computed for the people who are shown, and for nobody else. */
function asSeenBy(db: Database, me: string, { id, isHere, doNotDisturb }: Listed) {
  const tabsInCall = db
    .select({ one: sql`1` })
    .from(presence)
    .where(and(isLiveTabOf(id), looksInCall(db)));
  return {
    presence: sql<PresenceState>`case
      when not ${isHere} then 'away'
      when ${doNotDisturb} then 'dnd'
      when ${exists(tabsInCall)} then 'in_call'
      else 'here' end`,
    blocked: sql<boolean>`${hasBlockedByName(db, me, id)}`,
    allowed: sql<boolean>`${hasAllowed(db, me, id)}`,
  };
}

/** A person of a list, before it is looked at who sees them. */
interface Listed {
  readonly id: AnyPgColumn;
  readonly doNotDisturb: AnyPgColumn;
  readonly isHere: SQL.Aliased<boolean>;
}
