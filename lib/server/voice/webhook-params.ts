import "server-only";
import { z } from "zod";

/** Values of the voice network's own parameters, by their published form. */
export const callSid = z.string().regex(/^CA[0-9a-f]{32}$/);

const wholeNumber = z
  .string()
  .regex(/^\d{1,7}$/)
  .transform(Number);

/** The request to the voice URL. The custom parameters are the caller's own, and read as text only. */
export const voiceRequestSchema = z.object({
  CallSid: callSid,
  /** The signed sender: `client:` and the identity of the token. */
  From: z.string().max(200),
  To: z.string().max(4_000).catch(""),
  ref: z.string().max(4_000).catch(""),
  anonymous: z.string().max(4_000).default("0").catch("?"),
});
export type VoiceRequest = z.infer<typeof voiceRequestSchema>;

/** A progress report: of the callee's leg, which names its parent, or of the caller's own. */
export const statusSchema = z.object({
  CallSid: callSid,
  ParentCallSid: callSid.optional(),
  CallStatus: z.string().max(40),
  SequenceNumber: wholeNumber.optional(),
  Timestamp: z.string().max(60).optional(),
  CallDuration: wholeNumber.optional(),
});
export type StatusReport = z.infer<typeof statusSchema>;

/** The result of `<Dial>`, sent to its `action`. `CallStatus` is the caller's leg. */
export const dialResultSchema = z.object({
  CallSid: callSid,
  CallStatus: z.string().max(40).optional(),
  DialCallStatus: z.string().max(40),
  DialCallDuration: wholeNumber.optional(),
});
export type DialResult = z.infer<typeof dialResultSchema>;
