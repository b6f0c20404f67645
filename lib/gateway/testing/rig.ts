import { Account } from "../account/account";
import { Journal } from "../base/journal";
import { CallRecords } from "../call/call-records";
import { withConferences } from "../call/conference-parts";
import { Directory } from "../call/directory";
import type { MediaPlan } from "../call/exchange";
import { Switchboard } from "../call/switchboard";
import type { Conferences } from "../conference/conferences";
import { mediaCertificate } from "../media/certificate";
import { Relay } from "../media/relay";
import { Voices } from "../media/voices";
import { Network } from "../network/conditions";
import { RecordingStore } from "../recording/recording-store";
import type { ServerMessage, ServerPayload } from "../signalling/protocol";
import { Registrar } from "../signalling/registrar";
import { Sessions } from "../signalling/sessions";
import type { SignallingSession, SignalSocket } from "../signalling/signalling-session";
import type { HttpReply } from "../webhook/send-request";
import type { FormParams } from "../webhook/signature";
import type { Target, Webhooks } from "../webhook/webhooks";
import { CONFIG, tokenFor } from "./account";
import { FakeClock, settle } from "./clock";
import { browserSdp } from "./sdp";
import { FakeSounds } from "./sounds";
import { readFrame } from "./wire";

/** A WebSocket that records the frames it is given. */
export class FakeSocket implements SignalSocket {
  readonly frames: string[] = [];
  closed: { code: number; reason: string } | undefined;
  onHeartbeat: () => void = () => {};

  send(frame: string): void {
    this.frames.push(frame);
    if (frame === "\n") this.onHeartbeat();
  }

  close(code: number, reason: string): void {
    this.closed = { code, reason };
  }

  /** The messages so far, without heartbeats. */
  get messages(): ServerMessage[] {
    return this.frames.filter((frame) => frame !== "\n").map(readFrame);
  }
}

/** A webhook as the application received it. */
export interface ReceivedWebhook {
  url: string;
  params: Record<string, string>;
}

/** An application that gives the answers a test has set. */
export class FakeApp implements Webhooks {
  readonly requests: ReceivedWebhook[] = [];
  readonly reports: ReceivedWebhook[] = [];
  /** The inside of `<Response>`, or a status code, by path. */
  readonly answers = new Map<string, string | number>();

  async request(target: Target, params: FormParams): Promise<HttpReply> {
    this.requests.push({ url: target.url, params: Object.fromEntries(params) });
    const answer = this.answers.get(new URL(target.url).pathname) ?? "";
    await settle();
    if (typeof answer === "number") return { status: answer, body: "" };
    return { status: 200, body: `<Response>${answer}</Response>` };
  }

  report(target: Target, params: FormParams): void {
    this.reports.push({ url: target.url, params: Object.fromEntries(params) });
  }

  /** The parameters of the webhooks at a path. */
  at(path: string): Record<string, string>[] {
    const all = [...this.requests, ...this.reports];
    return all.filter(({ url }) => new URL(url).pathname === path).map(({ params }) => params);
  }
}

/** One SDK device as the gateway sees it, without a browser. */
export class FakeDevice {
  readonly socket = new FakeSocket();
  readonly session: SignallingSession;
  #calls = 0;

  constructor(
    readonly rig: Rig,
    readonly identity: string,
    edge = "ashburn",
  ) {
    const session = rig.sessions.open(this.socket, edge);
    if (!session) throw new Error("no room for another socket");
    this.session = session;
    // The SDK echoes every heartbeat.
    this.socket.onHeartbeat = () => session.receive("\n");
  }

  send(type: string, payload: object): void {
    this.session.receive(JSON.stringify({ type, payload, version: "1.6" }));
  }

  /** Sends a token, and waits for the gateway's verdict on it. */
  async listen(reconnectTimeout = 30, token = tokenFor(this.identity, this.rig.clock.now())): Promise<this> {
    const verdicts = () => this.got("connected").length + this.got("error").length;
    const before = verdicts();
    this.send("listen", { token, reconnectTimeout, browserinfo: {} });
    while (verdicts() === before && this.session.state.kind !== "closed") await settle();
    return this;
  }

  register(): this {
    this.send("register", { media: { audio: true } });
    return this;
  }

  /** Calls, and returns the temporary sid of the call. */
  invite(params: Record<string, string> = {}): string {
    this.#calls += 1;
    const callsid = `TJ-${this.identity}-${this.#calls}`;
    const sdp = browserSdp("actpass", this.identity);
    this.send("invite", { callsid, sdp, twilio: { params: new URLSearchParams(params).toString() } });
    return callsid;
  }

  answer(callsid = this.last("invite").callsid): void {
    this.send("answer", { callsid, sdp: browserSdp("active", this.identity) });
  }

  hangUp(callsid: string): void {
    this.send("hangup", { callsid });
  }

  /** The payloads of all messages of a type. */
  got<T extends ServerMessage["type"]>(type: T): ServerPayload<T>[] {
    const matching = this.socket.messages.filter((message) => message.type === type);
    return matching.map(({ payload }) => payload as ServerPayload<T>);
  }

  /** The payload of the last message of a type. Throws when there is none. */
  last<T extends ServerMessage["type"]>(type: T): ServerPayload<T> {
    for (const payload of this.got(type).reverse()) return payload;
    throw new Error(`${this.identity} got no ${type}: ${this.socket.frames.join()}`);
  }
}

/** The whole gateway without HTTP: with a real relay, and a fake clock, fake sockets and a fake application. */
export class Rig {
  readonly app = new FakeApp();
  readonly sounds = new FakeSounds();
  readonly network = new Network();
  readonly directory = new Directory();
  readonly lines: string[] = [];
  readonly journal: Journal;
  readonly records: CallRecords;
  readonly account: Account;
  readonly registrar: Registrar;
  readonly conferences: Conferences;
  readonly switchboard: Switchboard;
  readonly sessions: Sessions;

  private constructor(
    readonly relay: Relay,
    readonly voices: Voices,
    readonly recordings: RecordingStore,
    readonly clock: FakeClock,
    mediaPlan: MediaPlan,
  ) {
    const log = (about: string, what: string) => this.lines.push(`${about}: ${what}`);
    this.journal = new Journal(clock);
    this.records = new CallRecords(this.journal);
    const { network, directory, records, journal } = this;
    this.account = new Account(CONFIG, clock);
    const { account } = this;
    const registrar = new Registrar({ account, clock, log, journal });
    this.registrar = registrar;
    const exchange = withConferences({
      account,
      clock,
      log,
      journal,
      relay,
      voices,
      sounds: this.sounds,
      recordings,
      mediaPlan,
      registrar,
      directory,
      records,
      webhooks: this.app,
      restUrl: (path) => `http://gateway.test${path}`,
    });
    this.conferences = exchange.conferences;
    this.switchboard = new Switchboard(exchange);
    this.sessions = new Sessions({ registrar, calls: this.switchboard, network, clock, log });
  }

  static async open(mediaPlan: MediaPlan = "auto"): Promise<Rig> {
    const clock = new FakeClock();
    const log = () => {};
    const relay = await Relay.open({ host: "127.0.0.1", clock, log });
    const voices = new Voices({ certificate: await mediaCertificate(), clock, log });
    const recordings = await RecordingStore.open({ folder: undefined, clock, log });
    return new Rig(relay, voices, recordings, clock, mediaPlan);
  }

  /** A device that listens and is registered. */
  async device(identity: string, reconnectTimeout?: number): Promise<FakeDevice> {
    const device = await new FakeDevice(this, identity).listen(reconnectTimeout);
    return device.register();
  }

  /** Registered devices of these identities, in this order. */
  async devices<T extends readonly string[]>(...identities: T): Promise<{ [I in keyof T]: FakeDevice }>;
  async devices(...identities: string[]): Promise<FakeDevice[]> {
    const devices: FakeDevice[] = [];
    for (const identity of identities) devices.push(await this.device(identity));
    return devices;
  }

  /** Calls, and resolves with the temporary sid once the application's TwiML runs. */
  async placeCall(caller: FakeDevice, params: Record<string, string> = {}): Promise<string> {
    const callsid = caller.invite(params);
    await this.clock.advance(10);
    return callsid;
  }

  async close(): Promise<void> {
    this.switchboard.close();
    this.conferences.close();
    this.sessions.close();
    this.voices.close();
    this.relay.close();
    await this.recordings.close();
  }
}

/** TwiML that dials these clients and asks for every callback. */
export function dial(...clients: string[]): string {
  const noun = (who: string) =>
    `<Client statusCallback="/progress" statusCallbackEvent="initiated ringing answered completed">${who}</Client>`;
  return `<Dial answerOnBridge="true" action="/action">${clients.map(noun).join("")}</Dial>`;
}
