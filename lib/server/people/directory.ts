import "server-only";

import {
  and,
  asc,
  desc,
  eq,
  exists,
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
import { foldQuery, mostFavourites, type PeopleResponse, type Person } from "@/lib/contracts";
import { backWatches, type Database, database, favourites, type Statement, together, users } from "@/lib/db";
import { hasGrams, nameContains } from "@/lib/db/text";
import { AppError } from "@/lib/errors";
import { isWaiting } from "./back-watches";
import { looksHere, presenceSeen } from "./presence-seen";
import { hasAllowed, hasBlockedByName } from "./rules";

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
 * Other people as `me` sees them, without suspended ones: first favourites, then those who are here. `q` is searched for in usernames and
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
  const favourite = db
    .select({ one: sql`1` })
    .from(favourites)
    .where(and(eq(favourites.userId, me), eq(favourites.favouriteId, users.id)));
  const found = db
    .select({
      ...names,
      isHere: sql<boolean>`${looksHere(db, me)}`.as("is_here"),
      favourite: sql<boolean>`${exists(favourite)}`.as("favourite"),
    })
    .from(users)
    .where(and(eq(users.username, username), isNull(users.suspendedAt)))
    .as("listed");
  const { username: name, displayName } = found;
  const [person] = await db
    .select({ username: name, displayName, favourite: found.favourite, ...asSeenBy(db, me, found) })
    .from(found);
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
 * The first page, and one person more if there is one. Favourites are few, and read by their keys. Of all others each half
 * reads its people in the order of their names and stops when it has enough: neither reads everybody, nor everybody who is
 * here.
 */
function selectPage(db: Database, me: string, wanted: string): Statement<Person[]> {
  const isShown = and(ne(users.id, me), isNull(users.suspendedAt));
  const isPresent = looksHere(db, me);
  const mine = db.$with("mine").as(
    db
      .select({
        ...names,
        isHere: sql<boolean>`${isPresent}`.as("is_here"),
        favourite: sql<boolean>`true`.as("favourite"),
      })
      .from(favourites)
      .innerJoin(users, eq(users.id, favourites.favouriteId))
      .where(and(eq(favourites.userId, me), isShown, wanted === "" ? undefined : nameContains(users, wanted)))
      .limit(mostFavourites),
  );
  // An array, which is made once: a join could have PostgreSQL read people in another order than that of their names.
  const isOther = and(isShown, sql`${users.id} <> all(array(select ${mine.id} from ${mine}))`);
  const those = (isHere: boolean, where: SQL | undefined) =>
    db
      .select({
        ...names,
        isHere: sql<boolean>`${isHere}::boolean`.as("is_here"),
        favourite: sql<boolean>`false`.as("favourite"),
      })
      .from(users)
      .where(where)
      .orderBy(...byName)
      .limit(pageSize + 1);
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
  const listed = unionAll(db.select().from(mine), db.select().from(here), db.select().from(away)).as(
    "listed",
  );
  const { username, displayName, favourite } = listed;
  return db
    .with(...(wanted === "" ? [mine, here, away] : [mine, found, here, away]))
    .select({ username, displayName, favourite, ...asSeenBy(db, me, listed) })
    .from(listed)
    .orderBy(desc(favourite), desc(listed.isHere), asc(listed.nameOrder), asc(listed.username))
    .limit(pageSize + 1);
}

/** The columns of a person as `me` sees them. They are computed for the people who are shown, and for nobody else. */
function asSeenBy(db: Database, me: string, listed: Listed) {
  const { id } = listed;
  const watch = db
    .select({ one: sql`1` })
    .from(backWatches)
    .where(and(eq(backWatches.userId, me), eq(backWatches.watchedId, id), isWaiting));
  return {
    presence: presenceSeen(db, listed),
    blocked: sql<boolean>`${hasBlockedByName(db, me, id)}`,
    allowed: sql<boolean>`${hasAllowed(db, me, id)}`,
    watched: sql<boolean>`${exists(watch)}`,
  };
}

/** A person of a list, before it is looked at who sees them. */
interface Listed {
  readonly id: AnyPgColumn;
  readonly doNotDisturb: AnyPgColumn;
  readonly isHere: SQL.Aliased<boolean>;
}
