import type { CallRecord, PresenceBeat, TokenResponse } from "@/lib/contracts";
import type { LineRefusal, Problem } from "../types";
import type { TabMessage } from "./tab-message";
import type { AudioStream, Emits, LoadVoice } from "./voice";

export type Cancel = () => void;

/** Time, so that tests own it. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  after(ms: number, run: () => void): Cancel;
  every(ms: number, run: () => void): Cancel;
}

export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: Problem; readonly retryAfterMs: number | null };

/** The app's own API. Nothing here rejects. */
export interface Api {
  token(): Promise<Result<TokenResponse>>;
  /** null: no such call, or no answer. `wait` lets the server hold the answer until the call is over. */
  record(
    ref: string,
    options: { readonly wait: boolean; readonly timeoutMs: number },
  ): Promise<CallRecord | null>;
  ended(ref: string, tab: string): void;
  /** Says that this phone has no room for the call, before it rejects it. Resolves when that is known, or lost. */
  busy(ref: string, tab: string): Promise<void>;
  /** Resolves when the server has answered, or will not: false when this browser is signed out. */
  beat(beat: PresenceBeat): Promise<boolean>;
  /** A beat that outlives the page. */
  lastBeat(beat: PresenceBeat): void;
}

export interface PageEvents {
  /** The page goes, perhaps into the back-forward cache. */
  hide: [];
  /** The page is back out of the back-forward cache. */
  restore: [];
  /** The page was frozen, or the machine asleep, and runs again. */
  wake: [];
  /** The browser says that the network came or went. It may be wrong: localhost needs none. */
  network: [];
  visibility: [];
  /** Somebody clicked, tapped or pressed a key, anywhere on the page. */
  touch: [];
}

/** The document the phone lives in. */
export interface Page extends Emits<PageEvents> {
  readonly hidden: boolean;
  readonly online: boolean;
  /** What makes calls impossible here at all: no WebRTC, or a page that is not secure. */
  readonly unfit: LineRefusal["code"] | null;
  /** Asks before the page is left, until the returned function is called. */
  guard(): Cancel;
}

/** The Web Locks and the channel between the tabs of one browser profile. */
export interface Tabs {
  /**
   * Resolves with the lock's release when this tab has the lock. `now`: null when another tab has it. `steal`:
   * takes it from whoever has it. `onLost` is called when another tab steals it.
   */
  lock(how: "now" | "wait" | "steal", onLost: () => void, signal: AbortSignal): Promise<Cancel | null>;
  send(message: TabMessage): void;
  listen(listener: (message: TabMessage) => void): Cancel;
}

export const toneNames = ["ringtone", "ringback", "waiting", "connected", "hangup", "voice"] as const;
export type ToneName = (typeof toneNames)[number];

export interface Speaker {
  /**
   * Plays one of the project's sounds until it ends or is stopped. `blocked` is called when the browser does not
   * let it sound before the user has touched the page.
   */
  play(
    tone: ToneName,
    options: { readonly loop: boolean; readonly sink: string | null; readonly blocked?: () => void },
  ): Cancel;
  /** Plays something silent; false when the browser does not let it sound before the user has touched the page. */
  mayPlay(): Promise<boolean>;
}

/** A running measurement of loudness, 0 to 1. */
export interface Meter {
  read(): number;
  close(): void;
}

export interface MediaDevice {
  readonly deviceId: string;
  readonly kind: string;
  readonly label: string;
}

export interface Media {
  getUserMedia(constraints: MediaStreamConstraints): Promise<AudioStream>;
  enumerateDevices(): Promise<readonly MediaDevice[]>;
  onDeviceChange(listener: () => void): Cancel;
  readonly canChooseOutput: boolean;
  /** Measures a copy of the stream, which muting the stream does not silence. */
  meter(stream: AudioStream): Meter;
}

/** Strings that outlive the page. Never throws. */
export interface Memory {
  read(key: string): string | null;
  write(key: string, value: string): void;
}

/** Everything outside the phone, so that a test can stand in for it. */
export interface PhoneDeps {
  readonly clock: Clock;
  readonly api: Api;
  readonly loadVoice: LoadVoice;
  readonly page: Page;
  /** null where the browser has no Web Locks: then each tab has a phone. */
  readonly tabs: Tabs | null;
  readonly speaker: Speaker;
  readonly media: Media;
  readonly memory: Memory;
  readonly uuid: () => string;
  /** 0 to 1, for jitter. */
  readonly random: () => number;
}
