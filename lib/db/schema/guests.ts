import { sql } from "drizzle-orm";
import { boolean, index, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { now, time } from "./columns";
import { personId } from "./person-id";

/**
 * Links by which somebody without an account can call the person who made them. Owned by lib/server/guests, as is the table
 * below.
 */
export const guestLinks = pgTable(
  "guest_links",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    ownerId: personId("owner_id").notNull(),
    /** SHA-256 of the secret in the link's address, which itself lets somebody call. */
    secretHash: text("secret_hash").notNull().unique(),
    /** For whom it is, in the owner's words; empty: not said. */
    label: text("label").notNull(),
    /** The link is used up as soon as a call by it was answered. */
    once: boolean("once").notNull(),
    createdAt: now("created_at"),
    expiresAt: time("expires_at").notNull(),
    /** When its owner has withdrawn it. The row stays for a while, so that a guest reads why the link does not work. */
    withdrawnAt: time("withdrawn_at"),
  },
  (table) => [
    index("guest_links_owner").on(table.ownerId, table.createdAt),
    index("guest_links_end").on(sql`least(${table.expiresAt}, ${table.withdrawnAt})`),
  ],
);

/** One row for each page on which a guest has given a name: whom a Twilio identity of a guest stands for. */
export const guestVisits = pgTable(
  "guest_visits",
  {
    /** SHA-256 of the key that the page made, with which it gets another token for the same identity. */
    keyHash: text("key_hash").primaryKey(),
    linkId: uuid("link_id")
      .notNull()
      .references(() => guestLinks.id, { onDelete: "cascade" }),
    /** The part of the identity that belongs to this visit. Only letters and digits, and not secret. */
    voiceId: text("voice_id").notNull().unique().default(sql`replace(gen_random_uuid()::text, '-', '')`),
    /** What the guest calls themselves. */
    name: text("name").notNull(),
    createdAt: now("created_at"),
    expiresAt: time("expires_at").notNull(),
  },
  (table) => [index("guest_visits_link").on(table.linkId), index("guest_visits_expiry").on(table.expiresAt)],
);
