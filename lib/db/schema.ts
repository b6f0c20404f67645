import { type SQL, sql } from "drizzle-orm";
import {
  type AnyPgColumn,
  bigint,
  boolean,
  customType,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import type { CallPolicy, Outcome, PresenceBeat, Refusal } from "@/lib/contracts";

const time = (name: string) => timestamp(name, { withTimezone: true });
const now = (name: string) => time(name).notNull().defaultNow();
/** Bytes. The two drivers give them as different kinds of array. */
const bytea = customType<{ data: Buffer; driverData: Uint8Array }>({
  dataType: () => "bytea",
  fromDriver: (bytes) => Buffer.from(bytes),
});

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

const personId = (name: string) => text(name).references(() => users.id, { onDelete: "cascade" });

/** Identities at other sign-in providers. No e-mail address is kept. */
export const accounts = pgTable(
  "accounts",
  {
    provider: text("provider").notNull(),
    providerAccountId: text("provider_account_id").notNull(),
    userId: personId("user_id").notNull(),
    createdAt: now("created_at"),
  },
  (table) => [primaryKey({ columns: [table.provider, table.providerAccountId] })],
);

/** One row for each signed-in device. A cookie whose row is gone is worth nothing. */
export const sessions = pgTable(
  "sessions",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    userId: personId("user_id").notNull(),
    /**
     * The part of the device's Twilio identity that belongs to this session. A token and a registration carry it, so
     * they are worth nothing once the row is gone. Only letters and digits, and not secret.
     */
    voiceId: text("voice_id").notNull().unique().default(sql`replace(gen_random_uuid()::text, '-', '')`),
    /** What the person sees in the list of their devices, such as "Firefox on Linux". */
    device: text("device"),
    createdAt: now("created_at"),
    lastUsedAt: now("last_used_at"),
    expiresAt: time("expires_at").notNull(),
  },
  (table) => [index("sessions_user").on(table.userId), index("sessions_expiry").on(table.expiresAt)],
);

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

/** Codes with which a person sets a new password without the old one; each works once. Owned by lib/server/auth. */
export const recoveryCodes = pgTable(
  "recovery_codes",
  {
    userId: personId("user_id").notNull(),
    /** Of the code, which itself lets somebody in. */
    codeHash: text("code_hash").notNull(),
    createdAt: now("created_at"),
    usedAt: time("used_at"),
  },
  (table) => [primaryKey({ columns: [table.userId, table.codeHash] })],
);

/** Passkeys (WebAuthn credentials). Owned by lib/server/auth. */
export const passkeys = pgTable(
  "passkeys",
  {
    /** The credential's id, in base64url. */
    id: text("id").primaryKey(),
    userId: personId("user_id").notNull(),
    /** In COSE form, in base64url. Not secret. */
    publicKey: text("public_key").notNull(),
    /** The authenticator's signature counter; 0 for those that have none. */
    counter: bigint("counter", { mode: "number" }).notNull(),
    /** How the browser reaches it (`AuthenticatorTransport`), separated by commas; empty: not known. */
    transports: text("transports").notNull(),
    /** What its person calls it. */
    name: text("name").notNull(),
    /** It is synchronised, and so not lost with one device. */
    backedUp: boolean("backed_up").notNull(),
    createdAt: now("created_at"),
    lastUsedAt: time("last_used_at"),
  },
  (table) => [index("passkeys_user").on(table.userId)],
);

/** The challenges of WebAuthn that are out. Each is answered once. Owned by lib/server/auth. */
export const passkeyChallenges = pgTable(
  "passkey_challenges",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    challenge: text("challenge").notNull(),
    /** Who adds a passkey; null: somebody who signs in, of whom nothing is known yet. */
    userId: personId("user_id"),
    expiresAt: time("expires_at").notNull(),
  },
  (table) => [index("passkey_challenges_expiry").on(table.expiresAt)],
);

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

/** Which calls of a person voicemail takes. No row: none. Owned by lib/server/voicemail, as are the four tables below. */
export const voicemailSettings = pgTable("voicemail_settings", {
  userId: personId("user_id").primaryKey(),
  isOn: boolean("is_on").notNull(),
  noAnswer: boolean("no_answer").notNull(),
  away: boolean("away").notNull(),
  declined: boolean("declined").notNull(),
  busy: boolean("busy").notNull(),
});

/** What a person has recorded for callers to hear. */
export const voicemailGreetings = pgTable("voicemail_greetings", {
  userId: personId("user_id").primaryKey(),
  /** A new one with each recording. The voice network fetches the greeting by it, without a session. */
  id: uuid("id").notNull().unique(),
  /** A WAV file: 16 bits, 8,000 Hz, one channel. */
  audio: bytea("audio").notNull(),
  seconds: integer("seconds").notNull(),
  createdAt: now("created_at"),
});

/** One row for each call in which a message may be left, from the moment when its caller is asked to speak. */
export const voicemails = pgTable(
  "voicemails",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    ownerId: personId("owner_id").notNull(),
    ref: uuid("ref")
      .notNull()
      .unique()
      .references(() => calls.ref, { onDelete: "cascade" }),
    callSid: text("call_sid").notNull().unique(),
    /** null: an anonymous caller, or somebody whose account is deleted. */
    callerId: text("caller_id").references(() => users.id, { onDelete: "set null" }),
    anonymous: boolean("anonymous").notNull(),
    begunAt: now("begun_at"),
    /** The recording at the voice network. null: it is not reported yet. */
    recordingSid: text("recording_sid").unique(),
    seconds: integer("seconds"),
    /** When the recording was reported. From then on the owner has the message. */
    recordedAt: time("recorded_at"),
    /** When the sound was copied to `voicemail_audio`. null: the voice network alone has it. */
    keptAt: time("kept_at"),
    heardAt: time("heard_at"),
    transcription: text("transcription"),
    /** How often the voice network was asked in vain, and when it is asked again. */
    tries: integer("tries").notNull().default(0),
    nextTryAt: time("next_try_at").notNull(),
  },
  (table) => [
    index("voicemails_owner").on(table.ownerId, table.recordedAt),
    index("voicemails_caller").on(table.callerId),
    index("voicemails_begun").on(table.begunAt),
    index("voicemails_due").on(table.nextTryAt).where(sql`${table.keptAt} is null`),
  ],
);

/** The sound of a message. Apart from its row, so that lists do not read it. */
export const voicemailAudio = pgTable("voicemail_audio", {
  voicemailId: uuid("voicemail_id")
    .primaryKey()
    .references(() => voicemails.id, { onDelete: "cascade" }),
  /** A WAV file. */
  audio: bytea("audio").notNull(),
});

/**
 * Recordings (RE…) and transcriptions (TR…) that the voice network is to delete, and has not yet. A trigger of the table
 * `voicemails` adds the recordings of which it alone has the sound, whoever deletes the row.
 */
export const voicemailRemovals = pgTable(
  "voicemail_removals",
  {
    sid: text("sid").primaryKey(),
    tries: integer("tries").notNull().default(0),
    nextTryAt: time("next_try_at").notNull().defaultNow(),
  },
  (table) => [index("voicemail_removals_due").on(table.nextTryAt)],
);
