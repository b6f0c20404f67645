import { sql } from "drizzle-orm";
import { boolean, index, integer, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { calls } from "./calls";
import { bytea, now, time } from "./columns";
import { personId } from "./person-id";
import { users } from "./users";

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
