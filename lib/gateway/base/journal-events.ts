/** What the journal can hold. All texts are for a developer's eyes: see `Journal` for what must never be in them. */

/** Names and values in their order, as of a form or of a verb's attributes. */
export type Pairs = readonly (readonly [name: string, value: string])[];

/** A call, a caller's or the one to a `<Client>`. */
export type CallEvent = { kind: "call"; callSid: string } & (
  | {
      event: "begun";
      direction: "inbound" | "outbound-dial" | "outbound-api";
      from: string;
      to: string;
      /** The call that made this one; null: none did. */
      parentSid: string | null;
    }
  | { event: "ringing" | "answered" }
  /** `status` in Twilio's words; `seconds` since the answer, 0 without one. */
  | { event: "ended"; status: string; seconds: number; why?: string | undefined }
);

/** One device's part in a call. */
export interface LegEvent {
  kind: "leg";
  callSid: string;
  role: "caller" | "callee";
  identity: string;
  edge: string;
  event: "rings" | "connected" | "lost its socket" | "returned" | "restarted ICE" | "left";
  why?: string | undefined;
}

/** A TwiML verb. `of`: the id of the entry of its beginning. */
export type VerbEvent = { kind: "verb"; callSid: string; name: string } & (
  | { event: "begins"; attributes: Pairs; text?: string | undefined }
  | { event: "ends"; of: number; how: string }
);

/** Something in a call that is not as the application wanted it. The call goes on. */
export interface WarningEvent {
  kind: "warning";
  callSid: string;
  text: string;
}

/** One attempt at a webhook. `of`: the id of the entry with the event "sent". `ms`: since then. */
export type WebhookEvent = { kind: "webhook"; callSid: string; method: "GET" | "POST"; url: string } & (
  | { event: "sent"; attempt: number; parameters: Pairs; signature: string }
  | { event: "answered"; of: number; status: number; body: string; ms: number }
  | { event: "failed"; of: number; why: string; ms: number }
);

/** A recording, whose sound the inspector plays once it is completed. */
export interface RecordingEvent {
  kind: "recording";
  callSid?: string | undefined;
  /** Of the conference that is recorded, if it is not a call. */
  conferenceSid?: string | undefined;
  recordingSid: string;
  state: "in-progress" | "paused" | "completed" | "absent" | "deleted";
  /** The length, once it is known. */
  seconds?: number | undefined;
}

/** Something in a conference; with `callSid`, by or to that participant. `event`: as in `StatusCallbackEvent`. */
export interface ConferenceEvent {
  kind: "conference";
  callSid?: string | undefined;
  conferenceSid: string;
  name: string;
  event: string;
}

/** A message that a device sent in a call, or got. Its content is the application's. */
export interface MessageEvent {
  kind: "message";
  callSid: string;
  event: "from device" | "to device";
  identity: string;
  messageType: string;
}

/** A device, that is a socket of the SDK. */
export interface DeviceEvent {
  kind: "device";
  /** The name of its socket. */
  name: string;
  /** Undefined: it has shown no valid token. */
  identity: string | undefined;
  edge: string;
  event: "listens" | "registered" | "unregistered" | "refused" | "token expired" | "gone";
  why?: string | undefined;
}

/** A request to the REST interface, with the status of the answer, and Twilio's code if it was an error. */
export interface RestEvent {
  kind: "rest";
  method: string;
  path: string;
  status: number;
  code?: number | undefined;
  ms: number;
}

/** A command of the control API or of the inspector that was carried out. */
export interface ControlEvent {
  kind: "control";
  command: string;
  /** The settings of the command as JSON. */
  detail: string;
}

/** Anything that happens. */
export type JournalEvent =
  | CallEvent
  | LegEvent
  | VerbEvent
  | WarningEvent
  | WebhookEvent
  | RecordingEvent
  | ConferenceEvent
  | MessageEvent
  | DeviceEvent
  | RestEvent
  | ControlEvent;

/** An event in the journal. `id` counts from 1, `at` is in milliseconds since the epoch. */
export type JournalEntry = JournalEvent & { readonly id: number; readonly at: number };
