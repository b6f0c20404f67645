import type { CallRecord, Change, PresenceBeat, TokenResponse } from "@/lib/contracts";
import type { MicrophonePermission, PageProblem, Problem } from "../model/types";
import type { TabMessage } from "./tab-message";
import type { AudioStream, Emits, LoadVoice } from "./voice";

/** Ends what the function that returned it has begun. */
export type Cancel = () => void;

/** Time and timers. Tests have a clock of their own. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  after(ms: number, run: () => void): Cancel;
  every(ms: number, run: () => void): Cancel;
}

/** A value, or the reason why there is none. */
export type Result<T, P extends Problem = Problem> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: P };

/** `retryAfterMs`: how long the server asks to wait before the next try. */
export type TokenResult =
  | { readonly ok: true; readonly value: TokenResponse }
  | { readonly ok: false; readonly problem: Problem; readonly retryAfterMs: number | null };

/** The app's own API. Nothing here rejects. `ref` names a call, `tab` this page load. */
export interface Api {
  token(): Promise<TokenResult>;
  /** Whether the server answers at all, whatever it says. */
  answers(): Promise<boolean>;
  /** The server's record of a call; null: none, or no answer. `wait`: the answer may come as late as the call's end. */
  record(
    ref: string,
    options: { readonly wait: boolean; readonly timeoutMs: number },
  ): Promise<CallRecord | null>;
  /** Reports that the call is over at this tab. Resolves when the report has arrived or is lost. */
  ended(ref: string, tab: string): Promise<void>;
  /** Reports that this phone is busy and will reject the call. Resolves when the report has arrived or is lost. */
  busy(ref: string, tab: string): Promise<void>;
  /** Sends a beat. Resolves when it was answered or is lost. `signed_out`: so is this browser. */
  beat(beat: PresenceBeat): Promise<"stored" | "lost" | "signed_out">;
  /** Sends a beat that outlives the page. */
  lastBeat(beat: PresenceBeat): void;
}

/** What happens to the page. */
export interface PageEvents {
  /** The page is left, perhaps into the back-forward cache. */
  hide: [];
  /** The page has come back from the back-forward cache. */
  restore: [];
  /** The page was frozen, or the machine asleep, and runs again. */
  wake: [];
  /** The browser reports that it went online or offline. It may be wrong: localhost needs no network. */
  network: [];
  /** The page was hidden or shown. */
  visibility: [];
  /** The person for whom the page was opened is no longer signed in in this browser. */
  personGone: [];
  /** The user clicked, tapped or pressed a key, anywhere on the page. */
  touch: [];
}

/** The document the phone lives in. */
export interface Page extends Emits<PageEvents> {
  readonly hidden: boolean;
  readonly online: boolean;
  /** Why calls are impossible on this page: no WebRTC, or not a secure page; null: they are possible. */
  readonly unfit: PageProblem["code"] | null;
  /** Asks before the page is left, until the returned function is called. */
  guard(): Cancel;
}

/** The Web Locks and the channel between the tabs of one browser profile. */
export interface Tabs {
  /**
   * Requests the lock. Resolves with the function that releases it, once this tab has it. `now`: resolves with null
   * when another tab has it. `wait`: queues until `signal` aborts, and then resolves with null. `steal`: takes it from
   * the tab that has it. `onLost` is called when another tab steals it.
   */
  lock(how: "now" | "wait" | "steal", onLost: () => void, signal: AbortSignal): Promise<Cancel | null>;
  send(message: TabMessage): void;
  listen(listener: (message: TabMessage) => void): Cancel;
}

/** The project's own sounds, each a file of `public/sounds`. `voice`: a voice-like tone that tries out a speaker. */
export type ToneName = "ringtone" | "ringback" | "waiting" | "connected" | "hangup" | "voice";

/** Plays sounds of the phone, as opposed to the voices of a call. */
export interface Speaker {
  /**
   * Plays one of the project's sounds until it ends or the returned function is called. `sink`: the id of the output
   * device; null: the browser's own choice. `blocked` is called when the browser allows no sound before the user has
   * touched the page.
   */
  play(
    tone: ToneName,
    options: { readonly loop: boolean; readonly sink: string | null; readonly blocked?: () => void },
  ): Cancel;
  /** Plays silence. False: the browser allows no sound before the user has touched the page. */
  mayPlay(): Promise<boolean>;
}

/** A running measurement of loudness, 0 to 1. */
export interface Meter {
  read(): number;
  close(): void;
}

/** A device as the browser lists it. `label` is empty before permission is given. */
export interface MediaDevice {
  readonly deviceId: string;
  readonly kind: string;
  readonly label: string;
}

/** Microphones, and the list of audio devices. */
export interface Media {
  getUserMedia(constraints: MediaStreamConstraints): Promise<AudioStream>;
  enumerateDevices(): Promise<readonly MediaDevice[]>;
  onDeviceChange(listener: () => void): Cancel;
  readonly canChooseOutput: boolean;
  /**
   * Measures a copy of the stream, which muting the stream does not silence. Throws, and leaves nothing open, where the
   * browser cannot: Firefox refuses a microphone whose sample rate differs from that of the AudioContext.
   */
  meter(stream: AudioStream): Meter;
  /** Calls `listener` when the stream's microphone stops, is held back or gives sound again; at once if it does not now. */
  onMicrophoneChange(stream: AudioStream, listener: (condition: MicrophoneCondition) => void): Cancel;
  /** Whether this page may use the microphone; null: the browser does not say. Never rejects. */
  permission(): Promise<MicrophonePermission | null>;
  onPermissionChange(listener: () => void): Cancel;
}

/** `muted`: the system or the device keeps the sound back. `ended`: there will be no more sound. */
export type MicrophoneCondition = "live" | "muted" | "ended";

/** Strings that are kept across page loads. Never throws. */
export interface Memory {
  read(key: string): string | null;
  write(key: string, value: string): void;
}

/** The stream of changes of this tab. While it is open the server knows by it that the tab is there. */
export interface Live {
  /** The id of the open stream; null: none, or the server does not tell of changes over it. */
  stream(): string | null;
  /** `stream()` has another value. */
  onStream(listener: () => void): Cancel;
  /** Something has come over the stream, as it does four times a minute. Unlike a timer, no hidden page throttles it. */
  onPing(listener: () => void): Cancel;
  /** The server tells of a change. Changes of a time without a stream are not told later. */
  onChange(listener: (change: Change) => void): Cancel;
  /** Whether the stream is to stay open while the page is hidden. */
  keep(needed: boolean): void;
}

/** Everything outside the phone. Tests pass fakes. */
export interface PhoneDeps {
  readonly clock: Clock;
  /** Names this page load to the server. */
  readonly tab: string;
  readonly live: Live;
  readonly api: Api;
  /** Whether calls come to this phone. A guest's token cannot be rung, so its Device does not register. */
  readonly rings: boolean;
  readonly loadVoice: LoadVoice;
  readonly page: Page;
  /** null where the browser has no Web Locks: then each tab has a phone. */
  readonly tabs: Tabs | null;
  readonly speaker: Speaker;
  readonly media: Media;
  readonly memory: Memory;
  readonly uuid: () => string;
  /** A random number from 0 to 1. */
  readonly random: () => number;
}
