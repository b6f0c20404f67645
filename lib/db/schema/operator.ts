import { bigint, index, integer, pgTable, text } from "drizzle-orm/pg-core";
import { now, time } from "./columns";
import { personId } from "./person-id";

/** One row for each limit and person or address: the hits of a window that began with the first of them. */
export const rateLimits = pgTable(
  "rate_limits",
  {
    key: text("key").primaryKey(),
    count: integer("count").notNull(),
    expiresAt: time("expires_at").notNull(),
  },
  (table) => [index("rate_limits_expiry").on(table.expiresAt)],
);

/** Codes with which people may sign up while sign-up is by invitation. */
export const invitations = pgTable("invitations", {
  /** SHA-256 of the code, since the code itself lets somebody in. */
  codeHash: text("code_hash").primaryKey(),
  usesLeft: integer("uses_left").notNull(),
  createdAt: now("created_at"),
  expiresAt: time("expires_at").notNull(),
});

/** What the operator has switched by hand, over the configuration: one row for each switch. */
export const operatorSwitches = pgTable("operator_switches", {
  name: text("name").primaryKey(),
  value: text("value").notNull(),
  changedAt: now("changed_at"),
});

/** Limits of calls of one person that the operator has set; null: the configured one. Owned by lib/server/operator. */
export const personLimits = pgTable("person_limits", {
  userId: personId("user_id").primaryKey(),
  callsAtOnce: integer("calls_at_once"),
  callsPerHour: integer("calls_per_hour"),
  callsPerDay: integer("calls_per_day"),
});

/** What the operator has done, and what concerns accounts as a whole. Owned by lib/server/operator. */
export const auditLog = pgTable(
  "audit_log",
  {
    id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    at: now("at"),
    /** Who did it: the name of the operator's system account, or `person` for one's own account. */
    actor: text("actor").notNull(),
    action: text("action").notNull(),
    /** The username or other thing that it was done to. */
    subject: text("subject"),
    details: text("details"),
  },
  (table) => [index("audit_log_at").on(table.at)],
);
