/**
 * Everything that crosses the signalling socket, in both directions, as `@twilio/voice-sdk` 2.18 speaks it
 * (`lib/twilio/pstream.ts`, `device.ts`, `call.ts`, `rtc/peerconnection.ts`). A frame is JSON text
 * `{ type, payload, version }`, or a single newline as heartbeat, which the SDK echoes.
 */
import { z } from "zod";

/** The `version` of every frame (`PSTREAM_VERSION` in the SDK's `pstream.ts`). */
export const PROTOCOL_VERSION = "1.6";
/** The frame of a heartbeat. */
export const HEARTBEAT = "\n";

/** Longest frame accepted, in bytes. An SDP of the SDK has about 2 KiB. */
export const MAX_FRAME_BYTES = 64 * 1024;

const callsid = z.string().min(1).max(64);
const sdp = z.string().min(1);

/** A temporary `TJ…` sid, made by the SDK, until the gateway has named the call; then `CA…`. */
const call = { callsid };

/** What a device sends. */
const clientMessage = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("listen"),
    payload: z.object({
      token: z.string(),
      /** For how many seconds a call should survive the loss of its socket. */
      reconnectTimeout: z.number().min(0).max(30).catch(0),
    }),
  }),
  z.object({
    type: z.literal("register"),
    payload: z.object({ media: z.object({ audio: z.boolean() }) }),
  }),
  z.object({
    type: z.literal("invite"),
    payload: z.object({
      ...call,
      /** The offer. A device that returns to its call may send none. */
      sdp: sdp.nullish().transform((value) => value ?? undefined),
      /** Present when the SDK returns to its call, or takes over a call by `connectToken`. */
      reconnect: z.string().min(1).max(128).optional(),
      /** URL-encoded custom parameters of `device.connect({ params })`. */
      twilio: z.object({ params: z.string().optional() }).optional(),
    }),
  }),
  z.object({ type: z.literal("answer"), payload: z.object({ ...call, sdp }) }),
  z.object({ type: z.literal("reject"), payload: z.object(call) }),
  z.object({ type: z.literal("hangup"), payload: z.object({ ...call, message: z.string().optional() }) }),
  z.object({ type: z.literal("reinvite"), payload: z.object({ ...call, sdp }) }),
  z.object({
    type: z.literal("dtmf"),
    payload: z.object({ ...call, dtmf: z.string().regex(/^[0-9*#w]{1,256}$/) }),
  }),
  z.object({
    type: z.literal("message"),
    payload: z.object({
      ...call,
      content: z.unknown(),
      contenttype: z.string().max(128).optional(),
      messagetype: z.string().min(1),
      voiceeventsid: z.string().min(1).max(64),
    }),
  }),
]);

export type ClientMessage = z.infer<typeof clientMessage>;
/** The messages about calls, as opposed to those about the device itself. */
export type CallMessage = Exclude<ClientMessage, { type: "listen" | "register" }>;
/** The payload of a type of message. */
export type ClientPayload<T extends ClientMessage["type"]> = Extract<ClientMessage, { type: T }>["payload"];

const signalError = z.strictObject({
  /** One of the SDK's codes (its `errors/generated.ts`). */
  code: z.number().int(),
  message: z.string(),
  /** How many seconds the SDK waits before it reconnects. */
  retryAfter: z.number().optional(),
});

/** An error in a message to the SDK. */
export type SignalError = z.infer<typeof signalError>;

const empty = z.strictObject({});

const inviteParameters = z.strictObject({
  CallSid: callsid,
  AccountSid: z.string(),
  ApiVersion: z.string(),
  From: z.string(),
  To: z.string(),
  /** `name=value&…`. The SDK decodes the values but not the names. */
  Params: z.string(),
});

/** What the gateway sends. The code is held to it by the types, and the tests check every frame against the schema. */
export const serverMessage = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("connected"),
    payload: z.strictObject({
      edge: z.string(),
      region: z.string(),
      home: z.string(),
      gateway: z.string(),
      /** `ttl` in seconds arms the SDK's `tokenWillExpire`. Without `identity` the SDK's `device.identity` is null. */
      token: z.strictObject({ identity: z.string().optional(), ttl: z.number().int().min(0) }),
    }),
  }),
  z.strictObject({ type: z.literal("ready"), payload: empty }),
  z.strictObject({ type: z.literal("offline"), payload: empty }),
  z.strictObject({ type: z.literal("ringing"), payload: z.strictObject(call) }),
  z.strictObject({
    type: z.literal("invite"),
    payload: z.strictObject({ ...call, sdp, parameters: inviteParameters, reconnect: z.string() }),
  }),
  /** With `sdp` it answers an offer. Without, it confirms an answer or a return to the call. */
  z.strictObject({
    type: z.literal("answer"),
    payload: z.strictObject({ ...call, sdp: sdp.optional(), reconnect: z.string().optional() }),
  }),
  z.strictObject({ type: z.literal("cancel"), payload: z.strictObject(call) }),
  z.strictObject({
    type: z.literal("hangup"),
    payload: z.strictObject({ ...call, error: signalError.optional() }),
  }),
  z.strictObject({
    type: z.literal("ack"),
    payload: z.strictObject({ ...call, acktype: z.literal("message"), voiceeventsid: z.string() }),
  }),
  z.strictObject({
    type: z.literal("message"),
    payload: z.strictObject({
      ...call,
      content: z.unknown(),
      contenttype: z.string(),
      messagetype: z.string(),
      voiceeventsid: z.string(),
    }),
  }),
  z.strictObject({
    type: z.literal("error"),
    payload: z.strictObject({
      error: signalError,
      callsid: callsid.optional(),
      voiceeventsid: z.string().optional(),
    }),
  }),
]);

export type ServerMessage = z.infer<typeof serverMessage>;
/** The payload of a type of message that the gateway sends. */
export type ServerPayload<T extends ServerMessage["type"]> = Extract<ServerMessage, { type: T }>["payload"];

/** The frame of a message. The SDK throws on a frame it cannot parse: send nothing but these and heartbeats. */
export function encode(message: ServerMessage): string {
  return JSON.stringify({ ...message, version: PROTOCOL_VERSION });
}

/** The message in a frame, or undefined if the SDK would not send such a frame. Never throws. */
export function decode(frame: string): ClientMessage | undefined {
  try {
    return clientMessage.safeParse(JSON.parse(frame)).data;
  } catch {
    return undefined;
  }
}
