import { sql } from "drizzle-orm";
import { index, pgTable, primaryKey, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { now, time } from "./columns";
import { personId } from "./person-id";

/**
 * Who blocked whom. A block of an anonymous caller has the call's `ref`, and there is one for each such call. If there
 * were one for each person, it would show that two anonymous calls came from the same person.
 */
export const blocks = pgTable(
  "blocks",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    blockerId: personId("blocker_id").notNull(),
    blockedId: personId("blocked_id").notNull(),
    ref: uuid("ref"),
    createdAt: now("created_at"),
  },
  (table) => [
    uniqueIndex("blocks_named").on(table.blockerId, table.blockedId).where(sql`${table.ref} is null`),
    uniqueIndex("blocks_anonymous").on(table.blockerId, table.ref).where(sql`${table.ref} is not null`),
    index("blocks_blocked").on(table.blockedId, table.blockerId),
    index("blocks_blocker").on(table.blockerId, table.createdAt),
  ],
);

/** People who may ring a person, even if that person lets only known people ring. */
export const allows = pgTable(
  "allows",
  {
    userId: personId("user_id").notNull(),
    allowedId: personId("allowed_id").notNull(),
  },
  (table) => [primaryKey({ columns: [table.userId, table.allowedId] })],
);

/** Whom a person has at the top of their list. Owned by lib/server/people. */
export const favourites = pgTable(
  "favourites",
  {
    userId: personId("user_id").notNull(),
    favouriteId: personId("favourite_id").notNull(),
    createdAt: now("created_at"),
  },
  (table) => [
    primaryKey({ columns: [table.userId, table.favouriteId] }),
    index("favourites_favourite").on(table.favouriteId),
  ],
);

/** Who wants to be told, once, when a person who is away is back. Owned by lib/server/people. */
export const backWatches = pgTable(
  "back_watches",
  {
    userId: personId("user_id").notNull(),
    watchedId: personId("watched_id").notNull(),
    createdAt: now("created_at"),
    expiresAt: time("expires_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.userId, table.watchedId] }),
    index("back_watches_watched").on(table.watchedId),
    index("back_watches_expiry").on(table.expiresAt),
  ],
);
