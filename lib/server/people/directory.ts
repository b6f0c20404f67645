import "server-only";
import { and, asc, eq, inArray, isNull, ne, type SQL, sql } from "drizzle-orm";
import pLimit from "p-limit";
import { foldQuery, type PeopleResponse, type Person, type PresenceState } from "@/lib/contracts";
import { type Database, database, presence, users } from "@/lib/db";
import { nameContains } from "@/lib/db/text";
import { AppError } from "@/lib/errors";
import { peopleHere } from "./looks";
import { hasAllowed, hasBlockedByName, letsRing } from "./rules";

const pageSize = 200;

/**
 * How many lists this process makes at once. Every open page asks for one again and again, and it is the longest query that
 * people ask for: more at once would keep a call waiting for the database.
 */
const oneOfFew = pLimit(2);

/** A limit that keeps PostgreSQL from writing a subquery's columns out where they are used: it finds them once only. */
const everybody = 1_000_000_000;

/**
 * Other people as `me` sees them, those who are here first, without suspended ones. `q` is searched for in usernames and
 * display names.
 */
export async function listPeople(me: string, q: string): Promise<PeopleResponse> {
  const isFound = and(
    ne(users.id, me),
    isNull(users.suspendedAt),
    q === "" ? undefined : nameContains(users, foldQuery(q)),
  );
  const found = await oneOfFew(() => select(me, { isFound, limit: pageSize + 1 }));
  return { people: found.slice(0, pageSize), more: found.length > pageSize };
}

/** One person as `me` sees them, who may be `me` too. A suspended person is not found. Throws `not_found`. */
export async function findPerson(me: string, username: string): Promise<Person> {
  const db = await database();
  const id = db.select({ id: users.id }).from(users).where(eq(users.username, username));
  const isFound = and(eq(users.username, username), isNull(users.suspendedAt));
  const [found] = await select(me, { isFound, limit: 1, tabs: inArray(presence.userId, id) });
  if (!found) throw new AppError("not_found");
  return found;
}

interface Selection {
  readonly isFound: SQL | undefined;
  readonly limit: number;
  /** Whose tabs are looked at; undefined: everybody's. */
  readonly tabs?: SQL;
}

async function select(me: string, { isFound, limit, tabs }: Selection): Promise<Person[]> {
  const db = await database();
  const inCall = sql`(${whoIsHere(db, tabs)} ->> ${users.id})::boolean`;
  const state = sql<PresenceState>`case
    when ${inCall} is null or not ${letsRing(db, me)} then 'away'
    when ${users.doNotDisturb} then 'dnd'
    when ${inCall} then 'in_call'
    else 'here' end`;
  const seen = db
    .select({
      username: users.username,
      displayName: users.displayName,
      presence: state.as("state"),
      blocked: sql<boolean>`${hasBlockedByName(db, me, users.id)}`.as("blocked"),
      allowed: sql<boolean>`${hasAllowed(db, me, users.id)}`.as("allowed"),
    })
    .from(users)
    .where(isFound)
    .limit(everybody)
    .as("seen");
  return db
    .select()
    .from(seen)
    .orderBy(sql`(${seen.presence} = 'away')`, asc(sql`lower(${seen.displayName})`), asc(seen.username))
    .limit(limit);
}

/**
 * SQL: everybody who has a live tab, as a JSON object: by a person's id, whether they look in a call. PostgreSQL makes it
 * once for a query. It made a join again for each person of the list, wherever it took the list for a short one.
 */
function whoIsHere(db: Database, tabs: SQL | undefined): SQL {
  const here = peopleHere(db, tabs);
  return sql`(${db.select({ here: sql`jsonb_object_agg(${here.userId}, ${here.inCall})` }).from(here)})`;
}
