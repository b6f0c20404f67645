import "server-only";
import { z } from "zod";
import { connectParamsSchema } from "@/lib/contracts";

/** A CallSid, in Twilio's published form. */
const callSid = z.string().regex(/^CA[0-9a-f]{32}$/);

const wholeNumber = z
  .string()
  .regex(/^\d{1,7}$/)
  .transform(Number);

const { To, ref, anonymous } = connectParamsSchema.shape;

/**
 * The request to the voice URL. The parameters of the contract (`connectParamsSchema`) come from the caller's page,
 * which can send anything. A value that breaks the contract is read as null, and such a `To` as an empty name. So the
 * webhook is answered, and the call is refused.
 */
export const voiceRequestSchema = z.object({
  CallSid: callSid,
  /** The signed sender: `client:` and the identity of the token. */
  From: z.string().max(200),
  To: To.max(4_000).catch(""),
  /** Empty: none was given. */
  ref: ref.or(z.literal("")).default("").nullable().catch(null),
  anonymous: anonymous.nullable().catch(null),
});
export type VoiceRequest = z.infer<typeof voiceRequestSchema>;

/** A progress report: on the callee's leg, which names its parent, or on the caller's own. */
export const statusSchema = z.object({
  CallSid: callSid,
  ParentCallSid: callSid.optional(),
  CallStatus: z.string().max(40),
  /** `client:` and the identity of the device that is rung; empty: not said. */
  To: z.string().max(200).catch(""),
  SequenceNumber: wholeNumber.optional(),
  Timestamp: z.string().max(60).optional(),
  CallDuration: wholeNumber.optional(),
});
export type StatusReport = z.infer<typeof statusSchema>;

/** The result of `<Dial>`, sent to its `action`. `CallStatus` is that of the caller's leg. */
export const dialResultSchema = z.object({
  CallSid: callSid,
  CallStatus: z.string().max(40).optional(),
  DialCallStatus: z.string().max(40),
  DialCallDuration: wholeNumber.optional(),
});
export type DialResult = z.infer<typeof dialResultSchema>;
