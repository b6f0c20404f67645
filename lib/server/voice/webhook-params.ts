import "server-only";
import * as z from "zod/mini";
import { connectParamsSchema } from "@/lib/contracts";
import { locales } from "@/lib/i18n/locales";

/** A CallSid, in Twilio's published form. */
const callSid = z.string().check(z.regex(/^CA[0-9a-f]{32}$/));

const wholeNumber = z.pipe(z.string().check(z.regex(/^\d{1,7}$/)), z.transform(Number));

const { To, ref, anonymous } = connectParamsSchema.shape;

/**
 * The request to the voice URL. The parameters of the contract (`connectParamsSchema`) come from the caller's page,
 * which can send anything. A value that breaks the contract is read as null, and such a `To` as an empty name. So the
 * webhook is answered, and the call is refused.
 */
export const voiceRequestSchema = z.object({
  CallSid: callSid,
  /** The signed sender: `client:` and the identity of the token. */
  From: z.string().check(z.maxLength(200)),
  To: z.catch(To.check(z.maxLength(4_000)), ""),
  /** Empty: none was given. */
  ref: z.catch(z.nullable(z._default(z.union([ref, z.literal("")]), "")), null),
  anonymous: z.catch(z.nullable(anonymous), null),
  /** Undefined: none was given, or one that we do not have. */
  locale: z.catch(z.optional(z.enum(locales)), undefined),
});
export type VoiceRequest = z.infer<typeof voiceRequestSchema>;

/** A progress report: on the callee's leg, which names its parent, or on the caller's own. */
export const statusSchema = z.object({
  CallSid: callSid,
  ParentCallSid: z.optional(callSid),
  CallStatus: z.string().check(z.maxLength(40)),
  /** `client:` and the identity of the device that is rung; empty: not said. */
  To: z.catch(z.string().check(z.maxLength(200)), ""),
  SequenceNumber: z.optional(wholeNumber),
  Timestamp: z.optional(z.string().check(z.maxLength(60))),
  CallDuration: z.optional(wholeNumber),
});
export type StatusReport = z.infer<typeof statusSchema>;

/** The result of `<Dial>`, sent to its `action`. `CallStatus` is that of the caller's leg. */
export const dialResultSchema = z.object({
  CallSid: callSid,
  CallStatus: z.optional(z.string().check(z.maxLength(40))),
  DialCallStatus: z.string().check(z.maxLength(40)),
  DialCallDuration: z.optional(wholeNumber),
});
export type DialResult = z.infer<typeof dialResultSchema>;

/** A RecordingSid, in Twilio's published form. */
const recordingSid = z.string().check(z.regex(/^RE[0-9a-f]{32}$/));

/**
 * The end of a `<Record>`, sent to its `action`. https://www.twilio.com/docs/voice/twiml/record#attributes-action. The sound
 * is always asked for by its sid, and never at the `RecordingUrl`.
 */
export const recordedSchema = z.object({
  CallSid: callSid,
  RecordingSid: recordingSid,
  RecordingDuration: wholeNumber,
});
export type RecordedForm = z.infer<typeof recordedSchema>;

/**
 * The status of a recording. https://www.twilio.com/docs/voice/twiml/record#attributes-recording-status-callback. `absent`:
 * nothing was said.
 */
export const recordingStatusSchema = z.object({
  CallSid: callSid,
  RecordingSid: recordingSid,
  RecordingStatus: z.string().check(z.maxLength(40)),
  RecordingDuration: z._default(wholeNumber, 0),
});
export type RecordingStatus = z.infer<typeof recordingStatusSchema>;

/** What was written down of a recording. https://www.twilio.com/docs/voice/twiml/record#attributes-transcribe-callback */
export const transcriptionSchema = z.object({
  RecordingSid: recordingSid,
  TranscriptionSid: z.string().check(z.regex(/^TR[0-9a-f]{32}$/)),
  TranscriptionStatus: z.string().check(z.maxLength(40)),
  TranscriptionText: z._default(z.string(), ""),
});
export type TranscriptionForm = z.infer<typeof transcriptionSchema>;
