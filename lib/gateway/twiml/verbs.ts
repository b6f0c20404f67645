/** The TwiML that the gateway understands, as read from a document. Times are in seconds. */

import type { Target } from "../webhook/webhooks";

/** The events of a `<Client>`'s `statusCallbackEvent`. */
export const PROGRESS_EVENTS = ["initiated", "ringing", "answered", "completed"] as const;
export type ProgressEvent = (typeof PROGRESS_EVENTS)[number];

/** The events of `recordingStatusCallbackEvent`. */
export const RECORDING_EVENTS = ["in-progress", "completed", "absent"] as const;
export type RecordingEvent = (typeof RECORDING_EVENTS)[number];

/** The events of a `<Conference>`'s `statusCallbackEvent`, as its words are there. */
export const CONFERENCE_EVENTS = [
  "start",
  "end",
  "join",
  "leave",
  "mute",
  "hold",
  "modify",
  "speaker",
  "announcement",
] as const;
export type ConferenceEvent = (typeof CONFERENCE_EVENTS)[number];

/** Where the states of a recording are reported, and which of them. */
export interface RecordingCallback extends Target {
  events: ReadonlySet<RecordingEvent>;
}

/** Whether silence at the beginning and end of a recording is cut off. */
export type Trim = "trim-silence" | "do-not-trim";

/** Which sides of a call a recording has. */
export type RecordingTrack = "inbound" | "outbound" | "both";

/** One `<Client>` of a `<Dial>`. */
export interface ClientNoun {
  identity: string;
  /** The `<Parameter>`s in document order. Of a repeated name the SDK keeps the last. */
  parameters: readonly (readonly [name: string, value: string])[];
  /** The document that the callee hears before it is connected. */
  url: Target | undefined;
  statusCallback: Target | undefined;
  statusCallbackEvents: ReadonlySet<ProgressEvent>;
}

/** The `<Conference>` of a `<Dial>`. */
export interface ConferenceNoun {
  name: string;
  muted: boolean;
  startConferenceOnEnter: boolean;
  endConferenceOnExit: boolean;
  beep: "true" | "false" | "onEnter" | "onExit";
  /** What is heard until the conference starts. "music": Twilio's own. "silence": an empty `waitUrl`. */
  wait: Target | "music" | "silence";
  maxParticipants: number;
  /** The CallSid of the participant who alone hears this one. */
  coach: string | undefined;
  label: string | undefined;
  record: boolean;
  trim: Trim;
  recordingStatusCallback: RecordingCallback | undefined;
  statusCallback: Target | undefined;
  statusCallbackEvents: ReadonlySet<ConferenceEvent>;
}

/** From when a `<Dial>` is recorded, and whether each side has a channel of its own. */
export interface DialRecording {
  from: "answer" | "ringing";
  channels: 1 | 2;
  track: RecordingTrack;
  trim: Trim;
  callback: RecordingCallback | undefined;
}

/** `<Dial>`, with the defaults of Twilio where it has no attribute. */
export interface DialVerb {
  verb: "Dial";
  answerOnBridge: boolean;
  timeout: number;
  timeLimit: number;
  callerId: string | undefined;
  action: Target | undefined;
  /** The clients ring one after another. */
  sequential: boolean;
  /** The caller ends the `<Dial>` with the star key. */
  hangupOnStar: boolean;
  recording: DialRecording | undefined;
  clients: readonly ClientNoun[];
  conference: ConferenceNoun | undefined;
  /** Destinations other than `<Client>` and `<Conference>`, such as a phone number. Twilio reaches them, this gateway does not. */
  unreachable: readonly string[];
}

/** `<Say>`. `loop`: how often; 0 is until the call ends. */
export interface SayVerb {
  verb: "Say";
  text: string;
  /** A language tag such as `en-US`. */
  language: string;
  /** The voice's name, such as `alice` or `Polly.Amy`. Here it is for the log alone. */
  voice: string | undefined;
  loop: number;
}

/** `<Play>` of a file, or of keys. `loop`: as that of `<Say>`. */
export interface PlayVerb {
  verb: "Play";
  /** Of the digits, `w` and `W` are pauses of half a second and a second. */
  what: { kind: "file"; target: Target } | { kind: "digits"; digits: string };
  loop: number;
}

/** `<Pause>`. */
export interface PauseVerb {
  verb: "Pause";
  length: number;
}

/** What a `<Gather>` may say while it waits. */
export type PromptVerb = SayVerb | PlayVerb | PauseVerb;

/** `<Gather>` of digits. */
export interface GatherVerb {
  verb: "Gather";
  /** Undefined: the URL of the document itself. */
  action: Target | undefined;
  timeout: number;
  /** Undefined: any number, until the timeout or the finishing key. */
  numDigits: number | undefined;
  /** One key; empty: none. */
  finishOnKey: string;
  actionOnEmptyResult: boolean;
  /** Whether `dtmf` is among the inputs. Speech is not understood here. */
  digits: boolean;
  prompts: readonly PromptVerb[];
}

/** `<Record>`. */
export interface RecordVerb {
  verb: "Record";
  /** Undefined: the URL of the document itself. */
  action: Target | undefined;
  /** Silence of this length ends the recording. */
  timeout: number;
  maxLength: number;
  /** Each of these keys ends it. */
  finishOnKey: string;
  playBeep: boolean;
  trim: Trim;
  callback: RecordingCallback | undefined;
}

/** `<Start><Recording>`: records the call from now on, and goes on with the next verb at once. */
export interface StartRecordingVerb {
  verb: "StartRecording";
  channels: 1 | 2;
  track: RecordingTrack;
  trim: Trim;
  callback: RecordingCallback | undefined;
}

/** A verb of a document. */
export type Verb =
  | DialVerb
  | SayVerb
  | PlayVerb
  | PauseVerb
  | GatherVerb
  | RecordVerb
  | StartRecordingVerb
  | { verb: "StopRecording" }
  | { verb: "Redirect"; target: Target }
  | { verb: "Reject"; reason: "busy" | "rejected" }
  | { verb: "Leave" }
  | { verb: "Hangup" }
  /** A TwiML verb that the gateway does not support. */
  | { verb: "Unsupported"; name: string };

/** Why a document cannot be run. `code` is the one Twilio's debugger would show. */
export class TwimlError extends Error {
  constructor(
    readonly code: number,
    message: string,
  ) {
    super(`${message} (Twilio's error ${code})`);
    this.name = "TwimlError";
  }
}
