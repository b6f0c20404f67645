import "server-only";
import { and, eq, ne } from "drizzle-orm";
import { publish } from "@/lib/changes";
import { mostFavourites } from "@/lib/contracts";
import { database, favourites } from "@/lib/db";
import { AppError } from "@/lib/errors";
import { idOfOther, oneByOne } from "./own-lists";

/** Makes that person a favourite of `me`. Throws `not_found`, or `list_full` if there are {@link mostFavourites} others. */
export async function addFavourite(me: string, username: string): Promise<void> {
  const favouriteId = await idOfOther(me, username);
  await oneByOne(me, async (db) => {
    const others = and(eq(favourites.userId, me), ne(favourites.favouriteId, favouriteId));
    if ((await db.$count(favourites, others)) >= mostFavourites) throw new AppError("list_full");
    await db.insert(favourites).values({ userId: me, favouriteId }).onConflictDoNothing();
  });
  publish({ kind: "own", person: me, what: ["people"] });
}

/** Undoes {@link addFavourite}. Throws `not_found`. */
export async function removeFavourite(me: string, username: string): Promise<void> {
  const db = await database();
  const favouriteId = await idOfOther(me, username);
  await db.delete(favourites).where(and(eq(favourites.userId, me), eq(favourites.favouriteId, favouriteId)));
  publish({ kind: "own", person: me, what: ["people"] });
}
