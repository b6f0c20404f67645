import "server-only";
import * as z from "zod/mini";
import { connectParamsSchema } from "@/lib/contracts";

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
