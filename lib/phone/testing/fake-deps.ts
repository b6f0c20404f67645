import type { CallRecord, Change, PresenceBeat } from "@/lib/contracts";
import { makeProblem } from "../model/problems";
import type { MicrophonePermission, Phone, PhoneState, ProblemCode } from "../model/types";
import { createPhone } from "../phone";
import type {
  Api,
  Live,
  Media,
  MediaDevice,
  Memory,
  MicrophoneCondition,
  Page,
  PageEvents,
  PhoneDeps,
  Speaker,
  Tabs,
  TokenResult,
} from "../ports/deps";
import type { AudioStream } from "../ports/voice";
import { Emitter } from "../util/emitter";
import { FakeClock, settle } from "./fake-clock";
import { FakeNetwork } from "./fake-voice";

/** A token like Twilio's: a JWT whose lifetime is in its claims. */
export function fakeToken(serial: number, iat: number, seconds: number): string {
  return `head.${btoa(JSON.stringify({ iat, exp: iat + seconds, serial }))}.signature`;
}

export class FakeApi implements Api {
  tokensGiven = 0;
  tokenSeconds = 600;
  /** How wrong the server's clock is, in ms. */
  serverSkewMs = 0;
  signaling: string | undefined;
  refusal: { code: ProblemCode; retryAfterMs: number | null } | null = null;
  readonly records = new Map<string, CallRecord>();
  readonly asked: string[] = [];
  readonly hints: string[] = [];
  readonly beats: PresenceBeat[] = [];
  readonly lastBeats: PresenceBeat[] = [];
  /** Beats are answered when this resolves. */
  beatsAnswered = Promise.resolve();
  readonly busyWith: string[] = [];
  busyKnown = Promise.resolve();
  signedIn = true;
  identity = "u_me_session";

  constructor(private readonly clock: FakeClock) {}

  async token(): Promise<TokenResult> {
    if (this.refusal) {
      const { code, retryAfterMs } = this.refusal;
      return { ok: false, problem: makeProblem(code), retryAfterMs };
    }
    this.tokensGiven += 1;
    const iat = Math.floor((this.clock.now() + this.serverSkewMs) / 1_000);
    const token = fakeToken(this.tokensGiven, iat, this.tokenSeconds);
    const expiresAt = new Date((iat + this.tokenSeconds) * 1_000).toISOString();
    return { ok: true, value: { token, identity: this.identity, expiresAt, signaling: this.signaling } };
  }
  reachable = true;
  answers = async () => this.reachable;
  async record(ref: string): Promise<CallRecord | null> {
    this.asked.push(ref);
    return this.records.get(ref) ?? null;
  }
  async ended(ref: string): Promise<void> {
    this.hints.push(ref);
  }
  async busy(ref: string): Promise<void> {
    this.busyWith.push(ref);
    await this.busyKnown;
  }
  async beat(beat: PresenceBeat) {
    this.beats.push(beat);
    await this.beatsAnswered;
    if (!this.reachable) return "lost";
    return this.signedIn ? "stored" : "signed_out";
  }
  lastBeat(beat: PresenceBeat): void {
    this.lastBeats.push(beat);
  }
}

export class FakePage extends Emitter<PageEvents> implements Page {
  hidden = false;
  online = true;
  unfit: Page["unfit"] = null;
  guards = 0;
  guard(): () => void {
    this.guards += 1;
    return () => {
      this.guards -= 1;
    };
  }
}

/** A stream of changes that a test opens and closes. */
export class FakeLive implements Live {
  kept = false;
  private id: string | null = null;
  private readonly events = new Emitter<{ stream: []; ping: []; change: [Change] }>();
  stream = () => this.id;
  onStream = (listener: () => void) => this.events.on("stream", listener);
  onPing = (listener: () => void) => this.events.on("ping", listener);
  onChange = (listener: (change: Change) => void) => this.events.on("change", listener);
  keep = (needed: boolean) => {
    this.kept = needed;
  };
  /** Another stream is open now, or none. */
  async show(id: string | null): Promise<void> {
    this.id = id;
    this.events.emit("stream");
    await settle();
  }
  async tell(change: Change): Promise<void> {
    this.events.emit("change", change);
    await settle();
  }
  async ping(): Promise<void> {
    this.events.emit("ping");
    await settle();
  }
  get listenerCount(): number {
    return this.events.listenerCount;
  }
}

export class FakeSpeaker implements Speaker {
  blocks = false;
  readonly playing: { tone: string; sink: string | null; loop: boolean }[] = [];
  readonly played: string[] = [];
  readonly stopped: string[] = [];
  mayPlay = async () => !this.blocks;
  play: Speaker["play"] = (tone, { loop, sink, blocked }) => {
    this.played.push(tone);
    if (this.blocks) {
      blocked?.();
      return () => {};
    }
    const entry = { tone, sink, loop };
    if (loop) this.playing.push(entry);
    return () => {
      this.stopped.push(tone);
      const at = this.playing.indexOf(entry);
      if (at >= 0) this.playing.splice(at, 1);
    };
  };
  get looping(): string[] {
    return this.playing.map(({ tone }) => tone);
  }
}

export class FakeMedia implements Media {
  devices: MediaDevice[] = [
    { deviceId: "default", kind: "audioinput", label: "Default" },
    { deviceId: "mic1", kind: "audioinput", label: "Headset" },
    { deviceId: "default", kind: "audiooutput", label: "Default" },
    { deviceId: "spk1", kind: "audiooutput", label: "Speakers" },
  ];
  refusal: string | null = null;
  refusalMessage = "refused";
  permissionState: MicrophonePermission | null = null;
  /** Whether the browser refuses to measure a stream, as Firefox does at another sample rate. */
  unmeasurable = false;
  /** The stream of the microphone that was opened last. */
  lastOpened: AudioStream | null = null;
  private readonly conditions = new Emitter<{ change: [AudioStream, MicrophoneCondition] }>();
  private readonly permissionChanges = new Emitter<{ change: [] }>();
  canChooseOutput = true;
  loudness = 0;
  /** The loudness of single microphones; `loudness` is that of all others. */
  readonly loudnessOf = new Map<AudioStream, number>();
  meters = 0;
  /** Microphones that are open now. */
  open = 0;
  readonly asked: MediaStreamConstraints[] = [];
  private readonly changes = new Emitter<{ change: [] }>();
  /** Holds every request, as a permission prompt does, until it resolves. */
  prompt: Promise<void> | null = null;

  async getUserMedia(constraints: MediaStreamConstraints): Promise<AudioStream> {
    this.asked.push(constraints);
    await this.prompt;
    if (this.refusal) throw Object.assign(new Error(this.refusalMessage), { name: this.refusal });
    const { audio } = constraints;
    const id = typeof audio === "object" ? audio.deviceId : undefined;
    const exact = typeof id === "object" && !Array.isArray(id) ? id.exact : undefined;
    if (exact !== undefined && !this.devices.some(({ deviceId }) => deviceId === exact)) {
      throw Object.assign(new Error("no such device"), { name: "OverconstrainedError" });
    }
    this.open += 1;
    let live = true;
    const stop = () => {
      if (live) this.open -= 1;
      live = false;
    };
    const stream = { getTracks: () => [{ stop }] };
    this.lastOpened = stream;
    return stream;
  }
  async enumerateDevices(): Promise<readonly MediaDevice[]> {
    return this.devices;
  }
  onDeviceChange(listener: () => void): () => void {
    return this.changes.on("change", listener);
  }
  plug(devices: MediaDevice[]): Promise<void> {
    this.devices = devices;
    this.changes.emit("change");
    return settle();
  }
  /** The microphone that was opened last stops, is held back by the system, or gives sound again. */
  async change(condition: MicrophoneCondition): Promise<void> {
    if (this.lastOpened) this.conditions.emit("change", this.lastOpened, condition);
    await settle();
  }
  onMicrophoneChange(stream: AudioStream, listener: (condition: MicrophoneCondition) => void): () => void {
    return this.conditions.on("change", (changed, condition) => {
      if (changed === stream) listener(condition);
    });
  }
  async permission(): Promise<MicrophonePermission | null> {
    return this.permissionState;
  }
  onPermissionChange(listener: () => void): () => void {
    return this.permissionChanges.on("change", listener);
  }
  async setPermission(state: MicrophonePermission): Promise<void> {
    this.permissionState = state;
    this.permissionChanges.emit("change");
    await settle();
  }
  meter(stream: AudioStream): { read(): number; close(): void } {
    if (this.unmeasurable) throw Object.assign(new Error("other rate"), { name: "NotSupportedError" });
    this.meters += 1;
    return {
      read: () => this.loudnessOf.get(stream) ?? this.loudness,
      close: () => {
        this.meters -= 1;
      },
    };
  }
  get listenerCount(): number {
    const { changes, conditions, permissionChanges } = this;
    return changes.listenerCount + conditions.listenerCount + permissionChanges.listenerCount;
  }
}

export class FakeMemory implements Memory {
  readonly values = new Map<string, string>();
  read = (key: string) => this.values.get(key) ?? null;
  write = (key: string, value: string) => void this.values.set(key, value);
}

/** A phone whose dependencies are all fakes. */
export class Bench {
  readonly clock = new FakeClock();
  readonly network = new FakeNetwork();
  readonly api = new FakeApi(this.clock);
  readonly page = new FakePage();
  readonly live = new FakeLive();
  readonly speaker = new FakeSpeaker();
  readonly media = new FakeMedia();
  readonly memory = new FakeMemory();
  readonly states: PhoneState[] = [];
  readonly phone: Phone;
  private ids = 0;

  constructor(options: { tabs?: Tabs | null; memory?: FakeMemory; clock?: FakeClock; rings?: boolean } = {}) {
    if (options.clock) this.clock = options.clock;
    if (options.memory) this.memory = options.memory;
    const deps: PhoneDeps = {
      clock: this.clock,
      tab: testUuid(this.ids++),
      live: this.live,
      api: this.api,
      rings: options.rings ?? true,
      loadVoice: this.network.load,
      page: this.page,
      tabs: options.tabs ?? null,
      speaker: this.speaker,
      media: this.media,
      memory: this.memory,
      uuid: () => testUuid(this.ids++),
      random: () => 0,
    };
    this.phone = createPhone(deps);
    this.phone.subscribe(() => this.states.push(this.phone.getState()));
  }

  get state(): PhoneState {
    return this.phone.getState();
  }
  /** Starts it and waits until it is registered. */
  async ready(): Promise<this> {
    this.phone.start();
    await settle();
    return this;
  }
  async dial(username = "bob"): Promise<ReturnType<typeof this.lastCall>> {
    this.phone.dial({ username, name: "Bob", anonymous: false });
    await settle();
    return this.lastCall();
  }
  /** Places a call that is answered. */
  async talk(): Promise<ReturnType<typeof this.lastCall>> {
    const call = await this.dial();
    call.emit("ringing", false);
    call.open();
    await settle();
    return call;
  }
  lastCall() {
    const call = this.network.device.calls.at(-1);
    if (!call) throw new Error("no call yet");
    return call;
  }
}

export function testUuid(serial: number): string {
  return `00000000-0000-4000-8000-${String(serial).padStart(12, "0")}`;
}

export { settle };
