import "server-only";
import { and, eq, exists, gt, isNotNull, isNull, lte, ne, not, type SQL, sql } from "drizzle-orm";
import { publish } from "@/lib/changes";
import { backWatchSeconds, mostBackWatches } from "@/lib/contracts";
import { backWatches, type Database, database, presence, users } from "@/lib/db";
import { fromNow } from "@/lib/db/time";
import { AppError } from "@/lib/errors";
import { idOfOther, oneByOne } from "./own-lists";
import { looksHere, presenceSeen } from "./presence-seen";
import { hasBlockedByName } from "./rules";

/** SQL: the row of `back_watches` still counts. */
export const isWaiting: SQL = gt(backWatches.expiresAt, sql`now()`);

/**
 * `me` waits for that person to be here, for {@link backWatchSeconds} from now. Returns the person's id, since they may be
 * here by now: the caller then looks by {@link takeBackWatches}. Throws `not_found`, or `list_full` if `me` waits for
 * {@link mostBackWatches} others.
 */
export async function watchForBack(me: string, username: string): Promise<string> {
  const watchedId = await idOfOther(me, username);
  const expiresAt = fromNow(backWatchSeconds);
  await oneByOne(me, async (db) => {
    const others = and(eq(backWatches.userId, me), ne(backWatches.watchedId, watchedId), isWaiting);
    if ((await db.$count(backWatches, others)) >= mostBackWatches) throw new AppError("list_full");
    await db
      .insert(backWatches)
      .values({ userId: me, watchedId, expiresAt })
      .onConflictDoUpdate({ target: [backWatches.userId, backWatches.watchedId], set: { expiresAt } });
  });
  publish({ kind: "own", person: me, what: ["people"] });
  return watchedId;
}

/** Undoes {@link watchForBack}. Throws `not_found`. */
export async function stopWatchingForBack(me: string, username: string): Promise<void> {
  const db = await database();
  const watchedId = await idOfOther(me, username);
  await db.delete(backWatches).where(and(eq(backWatches.userId, me), eq(backWatches.watchedId, watchedId)));
  publish({ kind: "own", person: me, what: ["people"] });
}

/** Somebody who has waited for a person, and is to be told now. */
export interface Waiter {
  readonly person: string;
  /** A page of theirs is open and hears of changes. */
  readonly hasPage: boolean;
  /** The person who is back. */
  readonly username: string;
  readonly displayName: string;
}

/**
 * Takes the watches for this person of everybody whose list shows them as here: each is returned once, even if several
 * processes ask. One statement, which decides by the rules of the list: nobody learns more from it than from the list.
 */
export async function takeBackWatches(person: string): Promise<Waiter[]> {
  const db = await database();
  const { userId, watchedId } = backWatches;
  return db
    .delete(backWatches)
    .where(
      and(
        eq(watchedId, person),
        isWaiting,
        looksCallable(db),
        // Whoever has blocked them meanwhile does not want to hear of them.
        not(hasBlockedByName(db, userId, watchedId)),
      ),
    )
    .returning({
      person: userId,
      hasPage: sql<boolean>`${hasPage(db)}`,
      username: sql<string>`(select username from ${users} where id = ${watchedId})`,
      displayName: sql<string>`(select display_name from ${users} where id = ${watchedId})`,
    });
}

/** Removes the watches that are over. */
export async function sweepBackWatches(): Promise<void> {
  const db = await database();
  await db.delete(backWatches).where(lte(backWatches.expiresAt, sql`now()`));
}

/** SQL: whoever waits by this row of `back_watches` sees the person as here, who neither talks nor asks for quiet. */
function looksCallable(db: Database): SQL {
  const { id, doNotDisturb } = users;
  const seen = presenceSeen(db, { id, doNotDisturb, isHere: looksHere(db, backWatches.userId) });
  const found = and(eq(id, backWatches.watchedId), isNull(users.suspendedAt), sql`${seen} = 'here'`);
  return exists(db.select({ one: sql`1` }).from(users).where(found));
}

/** SQL: whoever waits by this row of `back_watches` has a live tab with a stream of changes. */
function hasPage(db: Database): SQL {
  const tab = and(
    eq(presence.userId, backWatches.userId),
    gt(presence.expiresAt, sql`now()`),
    isNotNull(presence.stream),
  );
  return exists(db.select({ one: sql`1` }).from(presence).where(tab));
}
