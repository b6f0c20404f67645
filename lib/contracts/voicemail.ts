import * as z from "zod/mini";
import { peerSchema } from "./calls";

/**
 * PUT /api/voicemail/settings, 200 with {@link voicemailSettingsSchema}: which calls to me voicemail takes. `on` false: none,
 * and the other four are kept. Callers whom I have blocked, and those whom I do not let ring, never leave a message.
 */
export const voicemailSwitchesSchema = z.strictObject({
  on: z.boolean(),
  /** It rang, and I did not answer. */
  noAnswer: z.boolean(),
  /** No device of mine was open. */
  away: z.boolean(),
  /** I declined. */
  declined: z.boolean(),
  /** I do not want to be disturbed, or no device of mine had room for the call. */
  busy: z.boolean(),
});
/** Which calls voicemail takes. */
export type VoicemailSwitches = z.infer<typeof voicemailSwitchesSchema>;

/** What my callers hear instead of the standard greeting. */
const voicemailGreetingSchema = z.object({
  seconds: z.int().check(z.nonnegative()),
  createdAt: z.iso.datetime(),
});

/** GET /api/voicemail/settings. Before somebody has chosen, `on` is false and the other four switches are true. */
export const voicemailSettingsSchema = z.object({
  on: z.boolean(),
  noAnswer: z.boolean(),
  away: z.boolean(),
  declined: z.boolean(),
  busy: z.boolean(),
  /** null: the standard greeting, in the caller's language. */
  greeting: z.nullable(voicemailGreetingSchema),
  /** What this installation allows: the length of a message (s), how many a person may have, and for how many days. */
  maxSeconds: z.int(),
  maxMessages: z.int(),
  days: z.int(),
  /** Messages are written down by the voice network (`VOICEMAIL_TRANSCRIBE`). */
  transcribed: z.boolean(),
});
/** How my voicemail is set up. */
export type VoicemailSettings = z.infer<typeof voicemailSettingsSchema>;

/** The largest greeting (bytes), which a minute at 8,000 Hz fits into. */
export const greetingMaxBytes = 1024 * 1024;
/** The longest greeting (s). */
export const greetingMaxSeconds = 60;
/**
 * PUT /api/voicemail/greeting, 200 with {@link voicemailSettingsSchema}: my greeting, in place of the earlier one. The body is
 * a WAV file: PCM of 16 bits, one channel, 8,000 to 48,000 Hz, at least half a second, within the two limits above.
 * `Content-Type` must be this. 400 `bad_greeting` for any other sound, 413 `payload_too_large`.
 *
 * GET /api/voicemail/greeting, 200 `audio/wav`, as callers hear it: 16 bits, 8,000 Hz; 404 if there is none. DELETE, 204: the
 * standard greeting again.
 */
export const greetingContentType = "audio/wav";

/** A message that somebody left for me. */
const voicemailMessageSchema = z.object({
  id: z.uuid(),
  /** The call in which it was left. */
  ref: z.uuid(),
  /** null: an anonymous caller, or a deleted person. */
  caller: z.nullable(peerSchema),
  anonymous: z.boolean(),
  /** When it was left. */
  at: z.iso.datetime(),
  seconds: z.int().check(z.nonnegative()),
  heard: z.boolean(),
  /** null: not written down, or not yet. */
  transcription: z.nullable(z.string()),
});
/** A message that somebody left for me. */
export type VoicemailMessage = z.infer<typeof voicemailMessageSchema>;

/**
 * GET /api/voicemail: all of my messages, the newest first. When they change, `calls` and `me` are told to have changed
 * (`ownThings`), since a record of the history has its message (`CallRecord.message`) and `Me` the number of unheard ones.
 *
 * - GET /api/voicemail/{id}/audio: the sound, `audio/wav`; with `Range`, 206 or 416. `?download=1`: as a file with a name. 503
 *   `unavailable` while the voice network, which alone has it, does not answer. To play it does not mark it as heard.
 * - POST /api/voicemail/{id}/heard, 204.
 * - DELETE /api/voicemail/{id}, 204.
 *
 * 404 in each for a message of somebody else, or one that is gone.
 */
export const voicemailsResponseSchema = z.object({ messages: z.array(voicemailMessageSchema) });
/** All of my messages. */
export type VoicemailsResponse = z.infer<typeof voicemailsResponseSchema>;
