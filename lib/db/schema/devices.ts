import { index, integer, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import type { PresenceBeat } from "@/lib/contracts";
import { now, time } from "./columns";
import { personId } from "./person-id";
import { sessions } from "./sign-in";

/**
 * One row for each tab that has the phone. It counts until `expiresAt`, by the clock of the database. The row of a
 * tab that is gone stays for a while, so that a late beat does not bring the tab back.
 */
export const presence = pgTable(
  "presence",
  {
    sessionId: uuid("session_id")
      .notNull()
      .references(() => sessions.id, { onDelete: "cascade" }),
    tab: uuid("tab").notNull(),
    userId: personId("user_id").notNull(),
    phone: text("phone").$type<PresenceBeat["phone"]>().notNull(),
    /** The call this tab is in. */
    ref: uuid("ref"),
    /** The number of the last beat (`PresenceBeat.n`). */
    n: integer("n").notNull().default(0),
    /** The open stream of changes of this tab, as its last beat named it (`PresenceBeat.stream`). */
    stream: uuid("stream"),
    expiresAt: time("expires_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.sessionId, table.tab] }),
    // Tabs that have expired are looked for again and again: to tell others that they are gone, and to remove them.
    index("presence_expiry").on(table.expiresAt),
    index("presence_user").on(table.userId, table.expiresAt),
    index("presence_ref").on(table.ref),
  ],
);

/**
 * One row for each device on which its person wants to be rung while the app is closed: where its browser's push service
 * takes messages for it, and with which keys they are encrypted (RFC 8291). It ends with the session. Owned by
 * lib/server/push.
 */
export const pushSubscriptions = pgTable(
  "push_subscriptions",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    sessionId: uuid("session_id")
      .notNull()
      .unique()
      .references(() => sessions.id, { onDelete: "cascade" }),
    userId: personId("user_id").notNull(),
    /** An address that only the browser and its push service know, so that nobody else can send to it. */
    endpoint: text("endpoint").notNull().unique(),
    /** The two keys of the browser, in base64url. */
    p256dh: text("p256dh").notNull(),
    auth: text("auth").notNull(),
    /** The language of the device's notifications. */
    locale: text("locale").notNull(),
    createdAt: now("created_at"),
  },
  (table) => [index("push_subscriptions_user").on(table.userId)],
);
