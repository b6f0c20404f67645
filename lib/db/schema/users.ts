import { type SQL, sql } from "drizzle-orm";
import { type AnyPgColumn, boolean, index, integer, pgTable, text } from "drizzle-orm/pg-core";
import type { CallPolicy } from "@/lib/contracts";
import { now, time } from "./columns";

/**
 * SQL: all in which a search looks for a person: the username, and the folded display name in the next line. No search has
 * the end of a line in it, so it cannot begin in one and end in the other. A row that an earlier version wrote during an
 * update has no folded name until the next migration.
 */
export function searchedText(person: Record<"username" | "displayName" | "searchName", AnyPgColumn>): SQL {
  return sql`(${person.username} || E'\\n' || coalesce(${person.searchName}, lower(${person.displayName})))`;
}

/** People. `id` is opaque and permanent. Twilio identities begin with it, and no other person ever sees it. */
export const users = pgTable(
  "users",
  {
    id: text("id").primaryKey(),
    username: text("username").notNull().unique(),
    displayName: text("display_name").notNull(),
    /** The display name as searches compare it (`foldText`). null: not computed yet, see lib/server/people/keys.ts. */
    searchName: text("search_name"),
    /**
     * What the username looks like (`usernameLook`), so that nobody new gets a similar one. null: not computed yet, or
     * another person from the time before this rule has a name that looks the same.
     */
    usernameLook: text("username_look").unique(),
    /** By which version of the two functions both are computed. */
    keyVersion: integer("key_version"),
    /** argon2id in PHC form; null for people who sign in with GitHub or Google only. */
    passwordHash: text("password_hash"),
    doNotDisturb: boolean("do_not_disturb").notNull().default(false),
    callPolicy: text("call_policy").$type<CallPolicy>().notNull().default("everyone"),
    anonymousByDefault: boolean("anonymous_by_default").notNull().default(false),
    /** This person takes calls from people who do not say who they are. */
    acceptsAnonymous: boolean("accepts_anonymous").notNull().default(true),
    /** The operator has suspended this person, who can then neither sign in nor call nor be called. */
    suspendedAt: time("suspended_at"),
    /**
     * When a tab of this person last came. null: they have no row of `presence`. So those who are here are found among
     * few rows, in the order of their names. Two triggers of the table `presence` keep it, whoever writes there.
     */
    cameAt: time("came_at"),
    createdAt: now("created_at"),
  },
  (table) => [
    // The order of the people list, of all people and of those who may be here.
    index("users_order").on(sql`lower(${table.displayName})`, table.username),
    index("users_came")
      .on(sql`lower(${table.displayName})`, table.username)
      .where(sql`${table.cameAt} is not null`),
    index("users_grams").using("gin", sql`name_grams(${searchedText(table)})`),
  ],
);
