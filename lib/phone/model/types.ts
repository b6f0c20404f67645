import type { CallStage, Outcome, Refusal } from "@/lib/contracts";

/** The other side of a call. `name` null: anonymous. `username` null: unknown to me, so I cannot call back. */
export interface Peer {
  readonly name: string | null;
  readonly username: string | null;
  /** Somebody without an account, who calls by a guest link of mine; `name` is what they call themselves. */
  readonly guest?: true | undefined;
}

/** A call of one direction. `ref` is its name in `GET /api/calls/{ref}`. */
interface CallOf<Direction extends "outgoing" | "incoming"> {
  readonly ref: string;
  readonly direction: Direction;
  readonly peer: Peer;
  /** The caller hides their name: I, if the call is outgoing. */
  readonly anonymous: boolean;
}

/** A call that this tab makes. */
export type OutgoingCall = CallOf<"outgoing">;
/** A call that comes to this tab. `newCaller`: by the server's word, I have neither called nor answered them before. */
export type IncomingCall = CallOf<"incoming"> & { readonly newCaller?: true };
/** A call of this tab. */
export type CallInfo = OutgoingCall | IncomingCall;

/**
 * How an ended call is shown: the outcome, or, of an incoming call only, that another device of mine answered it. A
 * blocked caller sees "offline".
 */
export type ShownOutcome = Exclude<Outcome, "blocked"> | "answered_elsewhere";

/** What can go wrong. Each code has a sentence and a next step in `phone.problem.<code>` of the language files. */
export const problemCodes = [
  "mic_denied",
  "mic_dismissed",
  "mic_system",
  "mic_missing",
  "mic_busy",
  "mic_unmeasured",
  "insecure_page",
  "unsupported_browser",
  "signed_out",
  "link_over",
  "rate_limited",
  "new_version",
  "server_unreachable",
  "network_down",
  "register_timeout",
  "connect_timeout",
  "answer_timeout",
  "token_refused",
  "signalling_lost",
  "media_failed",
  "media_failed_local",
  "not_set_up",
  "connection_lost",
  "slept",
  "unknown",
] as const;
/** What can go wrong, as one word for texts and reports. */
export type ProblemCode = (typeof problemCodes)[number];

/** What went wrong: our code, and for a report the SDK's number, such as 31401. */
export interface Problem<Code extends ProblemCode = ProblemCode> {
  readonly code: Code;
  readonly sdkCode: number | null;
}

/**
 * The microphone would not open. This ends a call or keeps it from being begun; the line stays as it is. `mic_denied`:
 * the browser refuses it to this page. `mic_dismissed`: the browser's question was not answered with yes. `mic_system`:
 * the system refuses it to the browser.
 */
export type MicrophoneProblem = Problem<
  | "mic_denied"
  | "mic_dismissed"
  | "mic_system"
  | "mic_missing"
  | "mic_busy"
  | "insecure_page"
  | "unsupported_browser"
>;

/** What the browser does when this page asks for the microphone. `prompt`: it asks the user. */
export type MicrophonePermission = "granted" | "denied" | "prompt";

/** Why this page cannot call at all. */
export type PageProblem = Problem<"unsupported_browser" | "insecure_page">;

/** Why this tab has no line until its user does something. `link_over`: the guest link works no more. */
export type LineRefusal = Problem<"signed_out" | "link_over"> | PageProblem;

/** 4 excellent, 3 good, 2 fair, 1 poor, 0 nothing comes through; null before the first samples. */
export type QualityScore = 0 | 1 | 2 | 3 | 4 | null;

/** A reason for bad quality: a warning of the SDK that has not been cleared. */
export type QualityWarning =
  | "high_rtt"
  | "high_jitter"
  | "high_packet_loss"
  | "low_mos"
  | "no_incoming_audio"
  | "ice_lost";

/**
 * Advice for the user during a call. `microphone_stopped`: it gives no sound any more, and could not be opened again yet.
 * `microphone_denied`: nor will it until the user allows it. `microphone_held`: the system keeps its sound back.
 */
export type Hint =
  | "microphone_stopped"
  | "microphone_denied"
  | "microphone_held"
  | "talking_while_muted"
  | "silent_microphone"
  | null;

/** The measured quality of a call. */
export interface Quality {
  readonly score: QualityScore;
  readonly warnings: readonly QualityWarning[];
  /** Milliseconds; null before the first sample. */
  readonly rttMs: number | null;
  readonly jitterMs: number | null;
  /** 0 to 1. */
  readonly lossFraction: number | null;
}

/** What is true while two people talk. */
export interface Talk {
  readonly call: CallInfo;
  /** When it was answered, in milliseconds since the epoch by this machine's clock. */
  readonly since: number;
  readonly muted: boolean;
  readonly quality: Quality;
  readonly hint: Hint;
  /** A second call that rings during this one. */
  readonly waiting: IncomingCall | null;
  /** The last call that rang during this one and was not answered here. */
  readonly passed: PassedCall | null;
  /** No person answered: the voicemail of the callee hears me. */
  readonly voicemail: boolean;
}

/** A call that rang during another and is over. `outcome` null: the server is being asked for it. */
export interface PassedCall {
  readonly call: IncomingCall;
  readonly outcome: ShownOutcome | null;
}

/** Whether the line is up: a part of the states that stay when the line is lost. */
export type LineState =
  | { readonly kind: "up" }
  /** On its way up again. */
  | { readonly kind: "starting" }
  | { readonly kind: "down"; readonly problem: Problem };

/**
 * The state of the phone of this tab. Each variant has only its own data. A variant with a `line` stays when the line
 * is lost; the others change with the line.
 */
export type PhoneState =
  /** Not started, or stopped by sign-out. */
  | { readonly kind: "off" }
  /**
   * Another tab of mine has the phone; `takeOver()` brings it here. `inCall`: a take-over was refused because that tab is
   * in a call. `ringing`: the caller of the call that rings there.
   */
  | { readonly kind: "elsewhere"; readonly inCall: boolean; readonly ringing: Peer | null }
  /** Fetching a token, loading the SDK, registering. */
  | { readonly kind: "starting" }
  /** Not reachable. Tries again by itself at `retryAt` (ms since the epoch); `retry()` does so now. */
  | { readonly kind: "offline"; readonly problem: Problem; readonly retryAt: number }
  /** Registered: calls can be made and taken. */
  | { readonly kind: "ready" }
  /** Asking for the microphone and sending the invite. `stage`: what the server says of the call meanwhile; null: nothing. */
  | {
      readonly kind: "dialing";
      readonly call: OutgoingCall;
      readonly stage: CallStage | null;
      readonly line: LineState;
    }
  /** The other side rings. `toVoicemail`: it has rung for long enough, and voicemail is about to answer. */
  | {
      readonly kind: "ringing";
      readonly call: OutgoingCall;
      readonly toVoicemail: boolean;
      readonly line: LineState;
    }
  /** A call rings here. `soundBlocked`: the browser refused to play the ringtone. */
  | {
      readonly kind: "incoming";
      readonly answering: false;
      readonly call: IncomingCall;
      readonly soundBlocked: boolean;
      /** Why an attempt to answer failed. The call still rings and can be answered again. */
      readonly problem?: MicrophoneProblem;
      readonly line: LineState;
    }
  /** A call was answered here, but there is no sound yet. */
  | {
      readonly kind: "incoming";
      readonly answering: true;
      readonly call: IncomingCall;
      readonly line: LineState;
    }
  | { readonly kind: "inCall"; readonly talk: Talk; readonly line: LineState }
  /** The media connection of a talk was lost and is being restored. */
  | { readonly kind: "reconnecting"; readonly talk: Talk; readonly line: LineState }
  /**
   * The call is over. `outcome` null: the server is being asked for it, for some seconds. `lastStage`: of my call, if it
   * ended while closed devices were rung, or in voicemail; else null.
   */
  | {
      readonly kind: "ended";
      readonly call: CallInfo;
      readonly lastStage: CallStage | null;
      readonly outcome: ShownOutcome | null;
      readonly refusal: Refusal | null;
      readonly problem: Problem | null;
      readonly durationSeconds: number;
      readonly line: LineState;
    }
  /** The last call was not begun because the microphone would not open. `retry()` places it again. */
  | {
      readonly kind: "notPlaced";
      readonly call: OutgoingCall;
      readonly problem: MicrophoneProblem;
      readonly line: LineState;
    }
  /** This tab has no line, and only its user can help. `retry()` tries again. */
  | { readonly kind: "failed"; readonly problem: LineRefusal };

/** An audio device as the pickers show it. `label` may be empty before permission is given. */
export interface AudioDevice {
  readonly id: string;
  readonly label: string;
}

/** What a device is used for. `output`: where voices are heard. `ringer`: where the ringtone is heard. */
export type DeviceRole = "input" | "output" | "ringer";

/** Labels of a device that disappeared or would not open, and of what is used instead. */
export interface DeviceNotice {
  readonly role: DeviceRole;
  readonly why: "gone" | "failed";
  readonly lost: string;
  readonly now: string;
}

/** The audio devices, those in use, and the notice about one that was lost. Ids are those of `AudioDevice`. */
export interface DevicesState {
  readonly inputs: readonly AudioDevice[];
  readonly outputs: readonly AudioDevice[];
  /** The microphone. */
  readonly input: string | null;
  /** Where voices are heard. */
  readonly output: string | null;
  /** Where the ringtone is heard. */
  readonly ringer: string | null;
  /** False where the browser cannot choose an output. */
  readonly canChooseOutput: boolean;
  /** A device that was in use or chosen and is not used now. Ends when it is used again, or by `dismissNotice()`. */
  readonly notice: DeviceNotice | null;
}

/** A value that changes. */
export interface Readable<T> {
  getState(): T;
  /** Calls `listener` after every change. Returns the unsubscribe function. */
  subscribe(listener: () => void): () => void;
}

/** Ends a `watchInput`. `problem`: why there is nothing to watch. */
export interface InputWatch {
  readonly problem: Problem | null;
  stop(): void;
}

/** Chooses and tries out devices. A choice is kept across page loads, and applies to a call that is up. */
export interface DeviceControls extends Readable<DevicesState> {
  /** Opens the microphone for a moment, so that the browser gives the labels of devices. null: it was granted. */
  requestAccess(): Promise<Problem | null>;
  chooseInput(id: string): Promise<void>;
  chooseOutput(id: string): Promise<void>;
  chooseRinger(id: string): Promise<void>;
  /** Plays the ringtone for a moment on the ringer, or a voice-like tone on the output. */
  test(which: Exclude<DeviceRole, "input">): Promise<void>;
  /** The microphone's level, 0 to 1, about 10 times a second until `stop` is called (settings page). */
  watchInput(onLevel: (level: number) => void): Promise<InputWatch>;
  dismissNotice(): void;
  /** Reads the list of devices again: browsers do not report every change. Never rejects. */
  refresh(): Promise<void>;
}

/** Whom to call. */
export interface DialRequest {
  /** null: the owner of the guest link, whom the network knows by the token. */
  readonly username: string | null;
  /** The name to show while calling. */
  readonly name: string;
  readonly anonymous: boolean;
}

/**
 * Whether the browser lets this page play sound. `held`: not before the page is clicked. `released`: since a click, so
 * that it will be held again after a reload. `unknown`: not tried yet.
 */
export type SoundPermission = "unknown" | "free" | "held" | "released";

/** A live measurement during diagnostics' test call. */
export interface PreflightSample {
  readonly atMs: number;
  readonly mos: number | null;
  readonly rttMs: number | null;
  readonly jitterMs: number | null;
  readonly lossFraction: number | null;
}

/** The phone of this tab, as React sees it. No method throws or rejects: what goes wrong becomes state. */
export interface Phone extends Readable<PhoneState> {
  /** Registers and listens to the page, until `stop`. Idempotent. */
  start(): void;
  /** Ends every call, unregisters, and frees everything (sign-out, tests). */
  stop(): Promise<void>;
  /** Brings the phone to this tab from another one. A tab in a call keeps it until this is called a second time. */
  takeOver(): void;
  /** Tries again what failed: registers, places a call that was not begun, and opens a microphone that stopped in a call. */
  retry(): void;
  dial(request: DialRequest): void;
  answer(): void;
  decline(): void;
  hangUp(): void;
  /** Ends the present call and answers the waiting one. */
  answerWaiting(): void;
  declineWaiting(): void;
  setMuted(muted: boolean): void;
  /** One or more of 0-9 * #. */
  sendDigits(digits: string): void;
  /** Leaves `ended`, `notPlaced` or `failed` for the state of the line. */
  dismiss(): void;
  /** Lets the phone ring aloud, after `soundBlocked` or while `sound` is `held`. Call it from a click. */
  enableSound(): void;
  /** Whether the next ringtone will be heard. */
  readonly sound: Readable<SoundPermission>;
  readonly devices: DeviceControls;
  /** The levels of a call, 0 to 1, about 10 times a second. Returns the unsubscribe function. */
  watchLevels(onLevels: (levels: { input: number; output: number }) => void): () => void;
}
