import type { Problem, QualityWarning } from "../types";

/** An event source. `on` returns the function that unsubscribes. */
export interface Emits<E extends { [K in keyof E]: unknown[] }> {
  on<K extends keyof E>(event: K, listener: (...args: E[K]) => void): () => void;
}

/** What the store needs of a MediaStream: that it can be let go. */
export interface AudioStream {
  getTracks(): readonly { stop(): void }[];
}

/** One second of a call as the SDK measured it. */
export interface VoiceSample {
  /** Mean opinion score, 1 to 4.5; null while it cannot be computed. */
  readonly mos: number | null;
  readonly rttMs: number | null;
  readonly jitterMs: number | null;
  /** 0 to 1. */
  readonly lossFraction: number | null;
  /** Whether anything came in during that second. */
  readonly receives: boolean;
}

/**
 * What the SDK warns of while it lasts. Packet loss has two: of one second, and on average, which may be cleared apart.
 * `silent_microphone`: the microphone gives the same level all the time.
 */
export type VoiceWarning = QualityWarning | "high_average_packet_loss" | "silent_microphone";

export interface VoiceCallEvents {
  ringing: [hasEarlyMedia: boolean];
  accept: [];
  cancel: [];
  disconnect: [];
  error: [problem: Problem];
  /** `media`: sound is gone. `signalling`: only the socket is, sound goes on. */
  reconnecting: [lost: "media" | "signalling"];
  reconnected: [];
  sample: [sample: VoiceSample];
  /** 0 to 1, about 20 times a second. */
  volume: [input: number, output: number];
  warning: [warning: VoiceWarning];
  "warning-cleared": [warning: VoiceWarning];
}

/** A call of the SDK, as far as the phone uses it. */
export interface VoiceCall extends Emits<VoiceCallEvents> {
  /** The `<Parameter>`s of an incoming call. */
  readonly parameters: ReadonlyMap<string, string>;
  /** With this another Device of the same person can take the call; null before the network gave one. */
  readonly connectToken: string | null;
  accept(): void;
  reject(): void;
  /** Forgets a ringing call without telling the network. */
  ignore(): void;
  disconnect(): void;
  mute(muted: boolean): void;
  sendDigits(digits: string): void;
}

export interface VoiceDeviceEvents {
  registered: [];
  unregistered: [];
  incoming: [call: VoiceCall];
  error: [problem: Problem];
  tokenWillExpire: [];
}

/** A Device of the SDK, as far as the phone uses it. */
export interface VoiceDevice extends Emits<VoiceDeviceEvents> {
  register(): Promise<void>;
  connect(params: Record<string, string>): Promise<VoiceCall>;
  /** Takes a call that rings or is talked in at another Device of the same person. */
  take(connectToken: string): Promise<VoiceCall>;
  updateToken(token: string): void;
  /** Switches the microphone of the call that is up. False: it would not open, and the former one stays. */
  setInput(id: string): Promise<boolean>;
  /** Lets go of a microphone that `setInput` opened: the SDK keeps it open after the call. */
  releaseInput(): Promise<void>;
  /** False: the browser would not, and the former one stays. */
  setSpeaker(id: string): Promise<boolean>;
  destroy(): void;
}

export interface DeviceSetup {
  readonly token: string;
  readonly getUserMedia: (constraints: MediaStreamConstraints) => Promise<AudioStream>;
}

export interface PreflightEvents {
  sample: [sample: VoiceSample];
  completed: [];
  failed: [problem: Problem];
}

export interface VoicePreflight extends Emits<PreflightEvents> {
  stop(): void;
}

/** The SDK once loaded. */
export interface Voice {
  readonly version: string;
  readonly supported: boolean;
  createDevice(setup: DeviceSetup): VoiceDevice;
  preflight(token: string): VoicePreflight;
}

/**
 * Loads the SDK. `signaling` is the token response's: a local gateway to speak to instead of Twilio, which must
 * be known before the SDK is evaluated.
 */
export type LoadVoice = (signaling: string | undefined) => Promise<Voice>;
