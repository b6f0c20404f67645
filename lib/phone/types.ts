import type { Outcome, Refusal } from "@/lib/contracts";

/** The other side of a call. `name` null: anonymous. `username` null: unknown to me, so not to be called back. */
export interface Peer {
  readonly name: string | null;
  readonly username: string | null;
}

/** A call of this tab. `ref` names it in `GET /api/calls/{ref}`. */
export interface CallInfo {
  readonly ref: string;
  readonly direction: "outgoing" | "incoming";
  readonly peer: Peer;
  /** I call anonymously, or the caller does. */
  readonly anonymous: boolean;
}

/** How an ended call is shown: the true outcome, or that another device of mine took it. */
export type ShownOutcome = Exclude<Outcome, "blocked"> | "answered_elsewhere";

/** Codes of what can go wrong, each with a plain sentence and a next step in `phone.problem.<code>`. */
export const problemCodes = [
  "mic_denied",
  "mic_missing",
  "mic_busy",
  "insecure_page",
  "unsupported_browser",
  "signed_out",
  "rate_limited",
  "server_unreachable",
  "network_down",
  "register_timeout",
  "connect_timeout",
  "answer_timeout",
  "token_refused",
  "signalling_lost",
  "media_failed",
  "connection_lost",
  "unknown",
] as const;
export type ProblemCode = (typeof problemCodes)[number];

/** What went wrong: our code, and the SDK's number (such as 31401) for a report. */
export interface Problem<Code extends ProblemCode = ProblemCode> {
  readonly code: Code;
  readonly sdkCode: number | null;
}

/** The microphone would not open. This ends a call or keeps it from being begun; the line stays as it is. */
export type MicrophoneProblem = Problem<"mic_denied" | "mic_missing" | "mic_busy">;

/** Why there can be no line in this tab before its user does something. */
export type LineRefusal = Problem<"signed_out" | "unsupported_browser" | "insecure_page">;

/** 4 excellent, 3 good, 2 fair, 1 poor, 0 nothing comes through; null before the first samples. */
export type QualityScore = 0 | 1 | 2 | 3 | 4 | null;

/** Why the quality is not good: the SDK's warnings that stand at the moment. */
export type QualityWarning =
  | "high_rtt"
  | "high_jitter"
  | "high_packet_loss"
  | "low_mos"
  | "no_incoming_audio"
  | "ice_lost";

/** What the phone says to its user during a call, beside the state itself. */
export type Hint = "talking_while_muted" | "silent_microphone" | null;

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
  /** Milliseconds since the epoch by this machine's clock, for the timer. */
  readonly since: number;
  readonly muted: boolean;
  readonly quality: Quality;
  readonly hint: Hint;
  /** A second call that rings meanwhile. */
  readonly waiting: CallInfo | null;
  /** The last call that rang meanwhile and was not answered here; `outcome` null while it is being asked for. */
  readonly passed: PassedCall | null;
}

export interface PassedCall {
  readonly call: CallInfo;
  readonly outcome: ShownOutcome | null;
}

/** Whether calls can be made and taken, in states that a lost line does not change. */
export type LineState =
  | { readonly kind: "up" }
  /** On its way up again. */
  | { readonly kind: "starting" }
  | { readonly kind: "down"; readonly problem: Problem };

/**
 * The phone of this tab: one variant at a time, each with its own data only. A variant with a `line` lasts when the
 * line is lost; the others are the state of the line themselves.
 */
export type PhoneState =
  /** Not started, or stopped by sign-out. */
  | { readonly kind: "off" }
  /**
   * Another tab of mine has the phone; `takeOver()` brings it here. `inCall`: asked once, and that would end a call.
   * `ringing`: who calls there at the moment.
   */
  | { readonly kind: "elsewhere"; readonly inCall: boolean; readonly ringing: Peer | null }
  /** Fetching a token, loading the SDK, registering. */
  | { readonly kind: "starting" }
  /** Not reachable; tries again by itself at `retryAt` (ms since the epoch), `retry()` does it now. */
  | { readonly kind: "offline"; readonly problem: Problem; readonly retryAt: number }
  | { readonly kind: "ready" }
  /** Asking for the microphone and sending the invite. */
  | { readonly kind: "dialing"; readonly call: CallInfo; readonly line: LineState }
  | { readonly kind: "ringing"; readonly call: CallInfo; readonly line: LineState }
  /** `answering`: accepted here, media not up yet. `soundBlocked`: the browser would not play the ringtone. */
  | {
      readonly kind: "incoming";
      readonly call: CallInfo;
      readonly answering: boolean;
      readonly soundBlocked: boolean;
      /** Why an attempt to answer failed (microphone); it still rings and can be answered again. */
      readonly problem?: MicrophoneProblem;
      readonly line: LineState;
    }
  | { readonly kind: "inCall"; readonly talk: Talk; readonly line: LineState }
  /** Media lost during a call, being restored. */
  | { readonly kind: "reconnecting"; readonly talk: Talk; readonly line: LineState }
  /** `outcome` null: over, the true outcome is being asked for (a moment). */
  | {
      readonly kind: "ended";
      readonly call: CallInfo;
      readonly outcome: ShownOutcome | null;
      readonly refusal: Refusal | null;
      readonly problem: Problem | null;
      readonly durationSeconds: number;
      readonly line: LineState;
    }
  /** The last call was not begun because the microphone would not open. `retry()` places it again. */
  | {
      readonly kind: "notPlaced";
      readonly call: CallInfo;
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

/** Labels of a device that disappeared or would not open, and of what is used instead. */
export interface DeviceNotice {
  readonly role: "input" | "output" | "ringer";
  readonly why: "gone" | "failed";
  readonly lost: string;
  readonly now: string;
}

/** The devices: what there is, what is chosen, what went away. Ids match `AudioDevice.id`. */
export interface DevicesState {
  readonly inputs: readonly AudioDevice[];
  readonly outputs: readonly AudioDevice[];
  readonly input: string | null;
  /** Where voices are heard. */
  readonly output: string | null;
  /** Where the ringtone is heard. */
  readonly ringer: string | null;
  /** False where the browser cannot choose an output. */
  readonly canChooseOutput: boolean;
  /** A device that is not used though it was, or was chosen; until it is again, or `dismissNotice()`. */
  readonly notice: DeviceNotice | null;
}

export interface Readable<T> {
  getState(): T;
  /** Calls `listener` after every change; the returned function ends it. */
  subscribe(listener: () => void): () => void;
}

/** `problem`: why there is nothing to watch. */
export interface InputWatch {
  readonly problem: Problem | null;
  stop(): void;
}

export interface DeviceControls extends Readable<DevicesState> {
  /** Asks for the microphone where that has not been done, so that labels are known. null: it was given. */
  requestAccess(): Promise<Problem | null>;
  chooseInput(id: string): Promise<void>;
  chooseOutput(id: string): Promise<void>;
  chooseRinger(id: string): Promise<void>;
  /** Plays the ringtone for a moment on the ringer, or a voice-like tone on the output. */
  test(which: "output" | "ringer"): Promise<void>;
  /** The microphone's level 0..1 about 10 times a second until `stop` is called (settings page). */
  watchInput(onLevel: (level: number) => void): Promise<InputWatch>;
  dismissNotice(): void;
}

export interface DialRequest {
  readonly username: string;
  /** The name to show while calling. */
  readonly name: string;
  readonly anonymous: boolean;
}

/**
 * Whether the browser lets this page sound. `held`: not before the page is clicked. `released`: it was held back until
 * then, as it will be after a reload. `unknown`: not found out yet.
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
  /** Attach a page to the phone; idempotent. The phone runs until `stop`. */
  start(): void;
  /** Ends any call, unregisters, frees everything (sign-out, tests). */
  stop(): Promise<void>;
  /** Brings the phone to this tab from another one. One that is in a call keeps it until this is said a second time. */
  takeOver(): void;
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
  /** From `ended`, `notPlaced` or `failed` back to where the line is. */
  dismiss(): void;
  /** After `soundBlocked`, or while `sound` is held: call it from a click. */
  enableSound(): void;
  /** Whether the ringtone will be heard. */
  readonly sound: Readable<SoundPermission>;
  readonly devices: DeviceControls;
  /** Levels 0..1 of microphone and other side during a call, about 10 times a second. */
  watchLevels(onLevels: (levels: { input: number; output: number }) => void): () => void;
}
