import { type SQL, sql } from "drizzle-orm";
import {
  type AnyPgColumn,
  bigint,
  boolean,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  uuid,
} from "drizzle-orm/pg-core";
import type { Outcome, Refusal } from "@/lib/contracts";
import { now, time } from "./columns";
import { guestLinks } from "./guests";
import { users } from "./users";

/**
 * How an outcome is known: `refused` by us or by a phone that had no room, reported by the voice `network`, or a `guess`
 * from the hints of tabs and from silence.
 */
type Evidence = "refused" | "network" | "guess";

/** How the voice network says that a leg ended (`CallStatus`, `DialCallStatus`). */
export type FinalStatus = "completed" | "busy" | "canceled" | "no-answer" | "failed";

/** How long (s) any sign of life keeps a call under way. A beat of a hidden page does so for longer. */
export const callAliveSeconds = 45;

/** SQL: an outcome of `missedOutcomes` in the contracts. In an index a list of values must stand as it is. */
const isMissedOutcome = (outcome: AnyPgColumn) =>
  sql`${outcome} in ('no_answer', 'canceled', 'offline', 'busy', 'failed')`;

/**
 * SQL: we did not refuse the call. A call that we refuse is released at the moment at which it starts. One that a phone of
 * the callee refused as busy is released later: that phone was rung. (Its `endedAt` does not tell, since the network
 * reports whole seconds.)
 */
export function wasLetThrough(call: Record<"evidence" | "releasedAt" | "startedAt", AnyPgColumn>): SQL {
  return sql`(${call.evidence} = 'refused' and ${call.releasedAt} <= ${call.startedAt}) is not true`;
}

/** One row for each call, created when the voice network first asks about it. Owned by lib/server/calls. */
export const calls = pgTable(
  "calls",
  {
    id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    /** Made by the dialling tab. */
    ref: uuid("ref").notNull().unique(),
    /** The CallSid of the caller's leg. */
    callSid: text("call_sid").notNull().unique(),
    callerId: text("caller_id").references(() => users.id, { onDelete: "set null" }),
    calleeId: text("callee_id").references(() => users.id, { onDelete: "set null" }),
    /**
     * The link by which a guest called, who has no account: `caller_id` is null then. null as well once the link is deleted.
     */
    guestLinkId: uuid("guest_link_id").references(() => guestLinks.id, { onDelete: "set null" }),
    /** What the guest called themselves. null: no guest called. */
    guestName: text("guest_name"),
    /** The session that placed the call. It may have ended since. */
    callerSessionId: uuid("caller_session_id"),
    /** What the caller asked for, cut to 64 characters. */
    dialed: text("dialed").notNull(),
    anonymous: boolean("anonymous").notNull(),
    refusal: text("refusal").$type<Refusal>(),
    startedAt: now("started_at"),
    /**
     * When closed devices of the callee were pushed to, since none was open. The call has no legs until one of them opens.
     * null: nobody had to be woken.
     */
    wakingAt: time("waking_at"),
    ringingAt: time("ringing_at"),
    answeredAt: time("answered_at"),
    endedAt: time("ended_at"),
    /** The result of `<Dial>`. How each leg ended is in its row of `call_legs`. */
    finalStatus: text("final_status").$type<FinalStatus>(),
    /** As the voice network measured it; null until it reports that. */
    durationSeconds: integer("duration_seconds"),
    outcome: text("outcome").$type<Outcome>(),
    evidence: text("evidence").$type<Evidence>(),
    /**
     * When one of the side's tabs last reported that its part of the call was over, or the voice network reported the
     * end of the caller's leg. Both are hints: `settleOverdue` guesses the end from them if no webhook reports it. The
     * last report counts, since when several devices of a person ring, all but the one that answers report their end
     * at once.
     */
    callerEndedAt: time("caller_ended_at"),
    calleeEndedAt: time("callee_ended_at"),
    lastSeenAt: now("last_seen_at"),
    /** Without another sign of life until then, the call counts as over. */
    liveUntil: time("live_until")
      .notNull()
      .default(sql.raw(`now() + interval '${callAliveSeconds} seconds'`)),
    /**
     * When the voice network reported that no leg of the call is left, or when we refused the call; null: it may still
     * cost something. Limits on calls at once count by it, and not by `outcome`, which may be a guess.
     */
    releasedAt: time("released_at"),
    /**
     * When voicemail began to hear the caller. The call has its outcome by then, and is released only when the caller's leg
     * has ended. null: it did not.
     */
    messageAt: time("message_at"),
    /** The length of the message that was left, for the caller, who does not learn what becomes of it. null: none was left. */
    messageSeconds: integer("message_seconds"),
    /** The callee has opened the history since the call. */
    seen: boolean("seen").notNull().default(false),
  },
  (table) => [
    index("calls_caller").on(table.callerId, table.id),
    index("calls_callee").on(table.calleeId, table.id),
    index("calls_guest").on(table.guestLinkId, table.startedAt).where(sql`${table.guestLinkId} is not null`),
    // Who has called whom under their own name, for the rules of who knows whom.
    index("calls_between").on(table.callerId, table.calleeId, table.id).where(sql`not ${table.anonymous}`),
    index("calls_missed").on(table.calleeId, table.id).where(isMissedOutcome(table.outcome)),
    index("calls_new_missed")
      .on(table.calleeId)
      .where(sql`${isMissedOutcome(table.outcome)} and not ${table.seen}`),
    // Calls under way of which a tab or the network has reported an end.
    index("calls_hinted")
      .on(sql`least(${table.callerEndedAt}, ${table.calleeEndedAt})`)
      .where(sql`${table.outcome} is null`),
    index("calls_under_way").on(table.liveUntil).where(sql`${table.outcome} is null`),
    index("calls_unreleased").on(table.startedAt).where(sql`${table.releasedAt} is null`),
    // Without the calls that we refused, of which anybody can make many: those are not counted (lib/server/calls/caps.ts).
    index("calls_started").on(table.startedAt).where(wasLetThrough(table)),
    index("calls_counted").on(table.callerId, table.startedAt).where(wasLetThrough(table)),
  ],
);

/**
 * How many calls of everybody were let through in each minute of the last day that had any. The calls after the last of
 * these minutes are not in here yet. Owned by lib/server/calls.
 */
export const callCounts = pgTable("call_counts", {
  minute: time("minute").primaryKey(),
  calls: integer("calls").notNull(),
});

/** A call as it is stored. */
export type CallRow = typeof calls.$inferSelect;

/**
 * One row for each device that a call rings: a `<Client>` of its TwiML, and so a leg of its own. Owned by
 * lib/server/calls.
 */
export const callLegs = pgTable(
  "call_legs",
  {
    callId: bigint("call_id", { mode: "number" })
      .notNull()
      .references(() => calls.id, { onDelete: "cascade" }),
    /** `sessions.voiceId` of the device. */
    voiceId: text("voice_id").notNull(),
    /** The leg's own CallSid, known from its first report on. */
    callSid: text("call_sid").unique(),
    answeredAt: time("answered_at"),
    endedAt: time("ended_at"),
    finalStatus: text("final_status").$type<FinalStatus>(),
    /** The device reported that it had no room for the call. So its `busy` does not mean that the person declined. */
    noRoom: boolean("no_room").notNull().default(false),
  },
  (table) => [
    primaryKey({ columns: [table.callId, table.voiceId] }),
    index("call_legs_open").on(table.voiceId).where(sql`${table.finalStatus} is null`),
  ],
);

/** A device that a call rings, as it is stored. */
export type CallLegRow = typeof callLegs.$inferSelect;

/**
 * The progress reports that have been applied, so that a repeated one is recognised; and, without a call, the ends of
 * callers' legs that were reported before the call had a row. Owned by lib/server/calls.
 */
export const callEvents = pgTable(
  "call_events",
  {
    callSid: text("call_sid").notNull(),
    sequence: integer("sequence").notNull(),
    callId: bigint("call_id", { mode: "number" }).references(() => calls.id, { onDelete: "cascade" }),
    status: text("status").notNull(),
    receivedAt: now("received_at"),
  },
  (table) => [
    primaryKey({ columns: [table.callSid, table.sequence] }),
    index("call_events_received").on(table.receivedAt),
  ],
);
