/**
 * Everything that crosses the signalling socket, in both directions, as `@twilio/voice-sdk` 2.18 speaks it
 * (`lib/twilio/pstream.ts`, `device.ts`, `call.ts`, `rtc/peerconnection.ts`). A frame is JSON text
 * `{ type, payload, version }`, or a single newline as heartbeat, which the SDK echoes.
 */
import { z } from "zod";

export const PROTOCOL_VERSION = "1.6";
export const HEARTBEAT = "\n";

/** Longest frame accepted, in bytes. An SDP of the SDK is about 2 KiB. */
export const MAX_FRAME_BYTES = 64 * 1024;

const callsid = z.string().min(1).max(64);
const sdp = z.string().min(1);

/** A temporary `TJ…` sid of the SDK's own making until the gateway has named the call, then `CA…`. */
const call = { callsid };

export const clientMessage = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("listen"),
    payload: z.object({
      token: z.string(),
      /** Seconds for which a call should outlive its socket. */
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
      /** The offer; a device that merely returns to its call may have none. */
      sdp: sdp.nullish().transform((value) => value ?? undefined),
      /** Present when the SDK returns to a call it was in, or takes one over by `connectToken`. */
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
      contenttype: z.string().optional(),
      messagetype: z.string().min(1),
      voiceeventsid: z.string().min(1).max(64),
    }),
  }),
]);

export type ClientMessage = z.infer<typeof clientMessage>;
export type ClientPayload<T extends ClientMessage["type"]> = Extract<ClientMessage, { type: T }>["payload"];

export interface SignalError {
  /** One of the SDK's codes, see its `errors/generated.ts`. */
  code: number;
  message: string;
  /** Seconds the SDK shall wait before it reconnects. */
  retryAfter?: number;
}

export interface InviteParameters {
  CallSid: string;
  AccountSid: string;
  ApiVersion: string;
  From: string;
  To: string;
  /** `name=value&…`; the SDK decodes values but not names. */
  Params: string;
}

export type ServerMessage =
  | {
      type: "connected";
      payload: {
        edge: string;
        region: string;
        home: string;
        gateway: string;
        /** `ttl` in seconds arms the SDK's `tokenWillExpire`. */
        token: { identity: string; ttl: number };
      };
    }
  | { type: "ready"; payload: Record<string, never> }
  | { type: "offline"; payload: Record<string, never> }
  | { type: "ringing"; payload: { callsid: string } }
  | {
      type: "invite";
      payload: { callsid: string; sdp: string; parameters: InviteParameters; reconnect: string };
    }
  /** With `sdp` it completes an offer; without, it confirms an answer or a return to the call. */
  | { type: "answer"; payload: { callsid: string; sdp?: string; reconnect?: string } }
  | { type: "cancel"; payload: { callsid: string } }
  | { type: "hangup"; payload: { callsid: string; error?: SignalError } }
  | { type: "ack"; payload: { acktype: "message"; callsid: string; voiceeventsid: string } }
  | {
      type: "message";
      payload: {
        callsid: string;
        content: unknown;
        contenttype: string;
        messagetype: string;
        voiceeventsid: string;
      };
    }
  | { type: "error"; payload: { error: SignalError; callsid?: string; voiceeventsid?: string } };

export type ServerPayload<T extends ServerMessage["type"]> = Extract<ServerMessage, { type: T }>["payload"];

/** The frame of a message. The SDK parses every frame without a guard: send it nothing else but heartbeats. */
export function encode(message: ServerMessage): string {
  return JSON.stringify({ ...message, version: PROTOCOL_VERSION });
}

/** The message in a frame, or undefined for anything the SDK would not send. Never throws. */
export function decode(frame: string): ClientMessage | undefined {
  try {
    return clientMessage.safeParse(JSON.parse(frame)).data;
  } catch {
    return undefined;
  }
}
