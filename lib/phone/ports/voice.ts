import type { Problem, QualityWarning } from "../model/types";

/** An event source. `on` returns the unsubscribe function. */
export interface Emits<E extends { [K in keyof E]: unknown[] }> {
  on<K extends keyof E>(event: K, listener: (...args: E[K]) => void): () => void;
}

/** What the phone needs of a MediaStream: that its tracks can be stopped. */
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
  /** Whether any packet was received during that second. */
  readonly receives: boolean;
}

/**
 * A warning of the SDK, until it is cleared. Packet loss has two, of one second and on average, which are cleared
 * separately. `silent_microphone`: the level of the microphone does not change.
 */
export type VoiceWarning = QualityWarning | "high_average_packet_loss" | "silent_microphone";

/** The events of an SDK call. */
export interface VoiceCallEvents {
  ringing: [hasEarlyMedia: boolean];
  accept: [];
  cancel: [];
  disconnect: [];
  error: [problem: Problem];
  /** `media`: the media connection is lost, no sound flows. `signalling`: only the socket is lost, sound flows on. */
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
  /** With this, another Device of the same person can take the call; null: the network has given none yet. */
  readonly connectToken: string | null;
  accept(): void;
  reject(): void;
  /** Forgets a ringing call without telling the network. */
  ignore(): void;
  disconnect(): void;
  mute(muted: boolean): void;
  sendDigits(digits: string): void;
}

/** The events of an SDK Device. */
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
  /** Rejects what rings here: the SDK would drop it, and its caller would go on ringing. */
  connect(params: Record<string, string>): Promise<VoiceCall>;
  /** Takes over a call that rings, or is up, at another Device of the same person. */
  take(connectToken: string): Promise<VoiceCall>;
  updateToken(token: string): void;
  /** Switches the microphone of the call that is up. False: it could not be opened, and the former one stays. */
  setInput(id: string): Promise<boolean>;
  /** As `setInput`, and opens it again if it is the present one, whose sound has ended. */
  reopenInput(id: string): Promise<boolean>;
  /** Releases a microphone that `setInput` opened, which the SDK keeps open after the call. */
  releaseInput(): Promise<void>;
  /** Switches the speaker. False: the browser refused, and the former one stays. */
  setSpeaker(id: string): Promise<boolean>;
  destroy(): void;
}

/** What a Device is made of. `getUserMedia` opens the microphone of each call. */
export interface DeviceSetup {
  readonly token: string;
  /** The edge of the voice network to connect to, from the token response; the nearest one if undefined. */
  readonly edge?: string | undefined;
  readonly getUserMedia: (constraints: MediaStreamConstraints) => Promise<AudioStream>;
}

/** The events of the SDK's test call. */
export interface PreflightEvents {
  sample: [sample: VoiceSample];
  completed: [];
  failed: [problem: Problem];
}

/** The SDK's test call, running. */
export interface VoicePreflight extends Emits<PreflightEvents> {
  stop(): void;
}

/** The SDK, loaded. */
export interface Voice {
  readonly version: string;
  readonly supported: boolean;
  createDevice(setup: DeviceSetup): VoiceDevice;
  preflight(token: string, edge: string | undefined): VoicePreflight;
}

/**
 * Loads the SDK. `signaling`, from the token response, is the URL of a local gateway to connect to instead of Twilio.
 * It must be known before the SDK is evaluated. Rejects when the download fails.
 */
export type LoadVoice = (signaling: string | undefined) => Promise<Voice>;
