import * as z from "zod/mini";
import { apiErrorSchema } from "./errors";

/**
 * POST /api/voice/token. `identity` is `{person's id}_{session}`, and so another one on each device. `signaling` (a ws://
 * URL) is present in local mode only; `edge` names the edge of Twilio to connect to, if it is not the nearest one.
 */
export const tokenResponseSchema = z.object({
  token: z.string(),
  identity: z.string(),
  expiresAt: z.iso.datetime(),
  signaling: z.optional(z.url()),
  edge: z.optional(z.string()),
});
/** An access token with its identity and lifetime. */
export type TokenResponse = z.infer<typeof tokenResponseSchema>;

/** The custom parameters of `device.connect`, as the voice webhook receives them. */
export const connectParamsSchema = z.object({
  /** The username to call. Anything else is refused, with a reason in the call's record. */
  To: z.string(),
  /** A UUID made by the dialling tab: names the call before any CallSid is known. */
  ref: z.uuid(),
  /** "1": the callee learns neither name nor id. */
  anonymous: z._default(z.enum(["0", "1"]), "0"),
  /** The language of the calling page, such as "ja", in which voicemail speaks. Any other text counts as English. */
  locale: z.optional(z.string()),
});
/** The custom parameters of an outgoing call. */
export type ConnectParams = z.infer<typeof connectParamsSchema>;

/**
 * The `<Parameter>`s of the callee's invite (`call.customParameters`). For an anonymous call `name`,
 * `username` and `known` are absent, and `call.parameters.From` is `client:anonymous`. A guest has a `name` alone, and
 * `guest` is "1".
 */
export const inviteParamsSchema = z.object({
  ref: z.uuid(),
  name: z.optional(z.string()),
  username: z.optional(z.string()),
  /** "1": the callee has called, answered or allowed this caller before, under the caller's name. */
  known: z.catch(z.optional(z.enum(["0", "1"])), undefined),
  /** "1": somebody without an account calls by a guest link, and `name` is what they call themselves. */
  guest: z.catch(z.optional(z.literal("1")), undefined),
});
/** The custom parameters of an incoming call. */
export type InviteParams = z.infer<typeof inviteParamsSchema>;

/**
 * The `<Parameter>` that marks a test call. The SDK's preflight connects with no parameters at all, so a call with
 * neither `To` nor `ref` is one: it rings the caller's own Devices, and the one that diagnostics holds ready answers.
 */
export const testCallParameter = "test";

/**
 * GET /api/health: 200 with status `ok`, or 503 with the part that is failing. If the configuration is wrong, it is 503
 * with {@link unconfiguredSchema}.
 */
export const healthSchema = z.object({
  status: z.enum(["ok", "failing"]),
  mode: z.enum(["twilio", "local"]),
  database: z.enum(["ok", "failing"]),
  voice: z.enum(["ok", "failing"]),
});
/** Whether the app works, and which part fails if not. */
export type Health = z.infer<typeof healthSchema>;

/** GET /api/health while the configuration is wrong: nothing else can be said then, not even the mode. */
export const unconfiguredSchema = z.extend(apiErrorSchema, {
  status: z.literal("failing"),
  configuration: z.literal("failing"),
});
/** See {@link unconfiguredSchema}. */
export type Unconfigured = z.infer<typeof unconfiguredSchema>;
