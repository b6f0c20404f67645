import { makeProblem } from "../model/problems";
import type { Problem } from "../model/types";
import type {
  AudioStream,
  DeviceSetup,
  PreflightEvents,
  Voice,
  VoiceCall,
  VoiceCallEvents,
  VoiceDevice,
  VoiceDeviceEvents,
} from "../ports/voice";
import { Emitter } from "../util/emitter";

/** The first second of a call: too short for the SDK to rate it. */
const firstSample = { mos: null, rttMs: null, jitterMs: null, lossFraction: null, receives: true };

/** A call that does what the SDK's does, in the same order. Each test plays the network. */
export class FakeCall extends Emitter<VoiceCallEvents> implements VoiceCall {
  readonly log: string[] = [];
  stream: AudioStream | null = null;
  connectToken: string | null = null;
  over = false;

  constructor(
    readonly parameters: ReadonlyMap<string, string>,
    private readonly device: FakeDevice,
    private readonly incoming: boolean,
  ) {
    super();
  }

  /** Up for the network: it rings or is talked in. */
  get up(): boolean {
    return !this.over;
  }

  /** It came in, and was not answered yet. */
  get rings(): boolean {
    return this.incoming && this.up && !this.log.includes("accept");
  }

  async accept(): Promise<void> {
    this.log.push("accept");
    this.stream = await this.device.setup.getUserMedia({ audio: true });
    // Like the SDK's: a call that ended meanwhile releases the microphone it got.
    if (this.over) this.stopTracks();
  }
  /** Like the SDK's: a call that is over, or was accepted, is not rejected any more. */
  reject(): void {
    if (this.over || this.log.includes("accept")) return;
    this.log.push("reject");
    this.over = true;
  }
  ignore(): void {
    this.log.push("ignore");
    this.over = true;
  }
  disconnect(): void {
    // Like the SDK's: before it was accepted, the network does not hear of it.
    if (this.over || !this.log.includes("accept")) return;
    this.log.push("disconnect");
    this.close("disconnect");
  }
  mute(muted: boolean): void {
    this.log.push(`mute ${muted}`);
  }
  sendDigits(digits: string): void {
    this.log.push(`digits ${digits}`);
  }

  /** The other side accepted (outgoing), or this one did and has a way to send sound (incoming). */
  accepted(): void {
    if (!this.over) this.emit("accept");
  }
  /** As `accepted`, and the first sound comes, as it does in an ordinary call, muted or not. */
  open(): void {
    this.accepted();
    if (!this.over) this.emit("sample", firstSample);
  }
  /** The network ends it, perhaps with a reason; before the answer an incoming call is canceled. */
  end(reason?: Problem): void {
    if (this.over) return;
    if (reason) this.emit("error", reason);
    this.close(this.incoming && !this.log.includes("accept") ? "cancel" : "disconnect");
  }

  /** Its Device is gone, and with it the socket: the network ends it. */
  drop(): void {
    if (!this.over) this.close("disconnect");
  }

  private close(event: "cancel" | "disconnect"): void {
    this.over = true;
    this.stopTracks();
    this.emit(event);
  }

  private stopTracks(): void {
    for (const track of this.stream?.getTracks() ?? []) track.stop();
  }
}

/** A Device whose network is a test. */
export class FakeDevice extends Emitter<VoiceDeviceEvents> implements VoiceDevice {
  readonly calls: FakeCall[] = [];
  readonly tokens: string[];
  /** The id of a microphone or speaker that does not open. */
  refuses: string | null = null;
  readonly inputs: string[] = [];
  readonly reopened: string[] = [];
  private readonly extraStreams: AudioStream[] = [];
  readonly speakers: string[] = [];
  registered = false;
  /** A connect that hangs refuses every later one. */
  private connecting = false;
  destroyed = false;
  released = 0;

  constructor(
    readonly setup: DeviceSetup,
    private readonly network: FakeNetwork,
  ) {
    super();
    this.tokens = [setup.token];
  }

  register(): Promise<void> {
    return new Promise((resolve) => {
      if (this.network.refusal) this.emit("error", this.network.refusal);
      else if (this.network.answers) {
        this.registered = true;
        this.emit("registered");
        resolve();
      }
    });
  }
  connect(params: Record<string, string>): Promise<VoiceCall> {
    if (this.connecting) return Promise.reject(new Error("A Call is already active"));
    for (const call of this.calls) if (call.rings) call.reject();
    this.connecting = !this.network.connects;
    if (this.connecting) return new Promise(() => {});
    if (this.calls.some((call) => call.up && call.log.includes("connect"))) {
      return Promise.reject(new Error("A Call is already active"));
    }
    const call = new FakeCall(new Map(Object.entries(params)), this, false);
    call.log.push("connect");
    this.calls.push(call);
    return call.accept().then(() => call);
  }
  take(connectToken: string): Promise<VoiceCall> {
    return this.connect({ connectToken });
  }
  updateToken(token: string): void {
    this.tokens.push(token);
  }
  async setInput(id: string): Promise<boolean> {
    this.inputs.push(id);
    return id !== this.refuses;
  }
  /** Like the SDK's, which asks the phone for the microphone. */
  async reopenInput(id: string): Promise<boolean> {
    this.reopened.push(id);
    const asked = this.setup.getUserMedia({ audio: { deviceId: { exact: id } } });
    return asked.then(
      (stream) => {
        this.extraStreams.push(stream);
        return true;
      },
      () => false,
    );
  }
  async releaseInput(): Promise<void> {
    for (const stream of this.extraStreams.splice(0)) for (const track of stream.getTracks()) track.stop();
    this.released += 1;
  }
  async setSpeaker(id: string): Promise<boolean> {
    this.speakers.push(id);
    return id !== this.refuses;
  }
  destroy(): void {
    this.destroyed = true;
    this.registered = false;
    for (const call of this.calls) call.drop();
  }

  /** A call comes in. */
  ring(parameters: Record<string, string>): FakeCall {
    const call = new FakeCall(new Map(Object.entries(parameters)), this, true);
    call.connectToken = `token of ${parameters.ref}`;
    this.calls.push(call);
    this.emit("incoming", call);
    return call;
  }
  /** The socket breaks. */
  cut(): void {
    this.registered = false;
    this.emit("error", makeProblem("signalling_lost", 31005));
    this.emit("unregistered");
  }
  /** The SDK brought the socket back by itself. */
  heal(): void {
    this.registered = true;
    this.emit("registered");
  }
}

export class FakePreflight extends Emitter<PreflightEvents> {
  stopped = false;
  stop(): void {
    this.stopped = true;
  }
}

/** The SDK and the network behind it. */
export class FakeNetwork implements Voice {
  readonly version = "9.9.9";
  supported = true;
  /** Whether a registration is answered, and a connect finds a socket. */
  answers = true;
  connects = true;
  refusal: Problem | null = null;
  loadable = true;
  readonly devices: FakeDevice[] = [];
  readonly preflights: FakePreflight[] = [];
  readonly signalings: (string | undefined)[] = [];

  load = async (signaling: string | undefined): Promise<Voice> => {
    this.signalings.push(signaling);
    if (!this.loadable) throw new Error("chunk not found");
    return this;
  };
  createDevice(setup: DeviceSetup): VoiceDevice {
    const device = new FakeDevice(setup, this);
    this.devices.push(device);
    return device;
  }
  preflight(): FakePreflight {
    const preflight = new FakePreflight();
    this.preflights.push(preflight);
    return preflight;
  }

  /** The Device that is in use. */
  get device(): FakeDevice {
    const device = this.devices.at(-1);
    if (!device) throw new Error("no Device yet");
    return device;
  }
  get liveDevices(): FakeDevice[] {
    return this.devices.filter(({ destroyed }) => !destroyed);
  }
  get callsMade(): number {
    return this.devices.reduce((sum, { calls }) => sum + calls.length, 0);
  }
  get callsUp(): FakeCall[] {
    return this.devices.flatMap(({ calls }) => calls).filter(({ up }) => up);
  }
  get listenerCount(): number {
    const calls = this.devices.flatMap((device) => device.calls);
    return [...this.devices, ...calls, ...this.preflights].reduce((sum, each) => sum + each.listenerCount, 0);
  }
}
