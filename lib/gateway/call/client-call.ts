import { secondsSince } from "../base/clock";
import { reason } from "../base/log";
import { newSid } from "../base/sid";
import type { Voice } from "../media/voice";
import type { Recording } from "../recording/recording";
import type { SignallingSession } from "../signalling/signalling-session";
import type { DialOutcome, DialStatus } from "../twiml/outcome";
import type { GivenDocument } from "../twiml/run";
import { type DialVerb, type ProgressEvent, TwimlError } from "../twiml/verbs";
import type { FormParams } from "../webhook/signature";
import type { Target } from "../webhook/webhooks";
import type { CallFacts, RecordedCall } from "./call-records";
import { type Acceptance, DeviceLeg } from "./device-leg";
import type { Exchange } from "./exchange";
import { API_VERSION, childParams, progressParams } from "./params";
import type { CallRecordingOptions } from "./recording-options";
import { Script, type Task } from "./script";
import type { DialRunner, ScriptCall } from "./script-call";

type ClientCallState =
  | { kind: "ringing"; devices: ReadonlySet<DeviceLeg> }
  | { kind: "connected"; device: DeviceLeg; since: number }
  | { kind: "closed"; status: DialStatus; seconds: number; since: number };

/** Whom a call goes to, and who is told how far it has got. */
export interface ClientCallOptions {
  /** Undefined: a new one. */
  sid?: string | undefined;
  identity: string;
  /** The `<Parameter>`s in document order. Of a repeated name the SDK keeps the last. */
  parameters: readonly (readonly [name: string, value: string])[];
  /** What the device shows as the caller: `client:` and an identity. */
  from: string;
  /** The call whose `<Dial>` makes this one; null: it is made over REST. */
  parentSid: string | null;
  statusCallback: Target | undefined;
  statusCallbackEvents: ReadonlySet<ProgressEvent>;
  exchange: Exchange;
  /** The SDP of the other side, for a device that is about to ring. */
  offerTo: (device: DeviceLeg) => string;
  /** Runs the `<Dial>`s of this person's own documents. */
  dial: DialRunner;
  events: ClientCallEvents;
}

/** Handles the events of a call to a client. */
export interface ClientCallEvents {
  /** A device accepts. The handler calls `connected` or `close`. */
  answered(call: ClientCall, device: DeviceLeg, acceptance: Acceptance): void;
  /** Called once, when the state is `closed`. */
  closed(call: ClientCall): void;
  /** Another document takes this call away from whoever it was connected with. It goes on by itself, and `closed` still follows. */
  taken?(call: ClientCall): void;
}

/** The call to one client. It rings every registered device of the identity until one answers. */
export class ClientCall implements RecordedCall, ScriptCall {
  readonly sid: string;
  readonly exchange: Exchange;
  readonly script: Script;
  state: ClientCallState = { kind: "ringing", devices: new Set() };
  readonly #createdAt: number;
  #answeredAt: number | null = null;
  #sequence = 0;

  constructor(readonly options: ClientCallOptions) {
    this.exchange = options.exchange;
    this.sid = options.sid ?? newSid("CA");
    this.#createdAt = this.exchange.clock.now();
    this.script = new Script(this);
    this.exchange.records.opened(this);
  }

  /** As those see it whom this person's document dials. */
  get from(): string {
    return this.to;
  }

  get to(): string {
    return `client:${this.options.identity}`;
  }

  get isAnswered(): boolean {
    return this.state.kind === "connected";
  }

  get isRelayed(): boolean {
    return this.state.kind === "connected" && !this.state.device.isVoiced;
  }

  get isClosed(): boolean {
    return this.state.kind === "closed";
  }

  /** Rings the devices that are registered now. Closes at once when there are none. */
  start(): void {
    const { registrar, log } = this.exchange;
    const { identity } = this.options;
    this.#report("initiated", "initiated");
    const sessions = registrar.devices(identity);
    if (sessions.length === 0) {
      log(this.sid, `${identity} has no registered device`);
      // As on Twilio, in the same second: https://github.com/twilio/voice-quickstart-server-node/issues/19
      this.end("no-answer");
      return;
    }
    const devices = new Set(sessions.map((session) => this.#ring(session)));
    this.state = { kind: "ringing", devices };
    log(this.sid, `${identity} rings on ${devices.size} device${devices.size === 1 ? "" : "s"}`);
    this.exchange.records.progressed(this, "ringing");
    this.#report("ringing", "ringing");
  }

  /** `device` has answered: the other devices stop ringing. */
  connected(device: DeviceLeg): void {
    if (this.state.kind !== "ringing") return;
    const { devices } = this.state;
    this.#answeredAt = this.exchange.clock.now();
    this.state = { kind: "connected", device, since: this.#answeredAt };
    for (const other of devices) if (other !== device) other.close();
    this.exchange.records.progressed(this, "answered");
    this.#report("answered", "in-progress");
  }

  /** Runs a document in this call, and ends it when no other follows. Never rejects. */
  async run(document: Task): Promise<void> {
    try {
      await this.script.run(document);
      this.close("its TwiML has ended");
    } catch (error) {
      this.close(reason(error));
    }
  }

  /** Ends the call on all devices of this client. Idempotent: the first status counts. */
  end(status: DialStatus): void {
    const { state } = this;
    if (state.kind === "closed") return;
    const { clock, log, records } = this.exchange;
    const seconds = state.kind === "connected" ? secondsSince(clock, state.since) : 0;
    this.state = { kind: "closed", status, seconds, since: clock.now() };
    records.closed(this);
    this.script.close();
    if (state.kind === "ringing") for (const device of state.devices) device.close();
    else state.device.close();
    const { identity } = this.options;
    log(this.sid, `${identity}: ${status}${state.kind === "connected" ? ` after ${seconds} s` : ""}`);
    this.#report("completed", status, [["CallDuration", String(seconds)]]);
    this.options.events.closed(this);
  }

  facts(): CallFacts {
    const { state } = this;
    const { parentSid, from } = this.options;
    const status = { ringing: "ringing", connected: "in-progress" } as const;
    return {
      sid: this.sid,
      parentSid,
      direction: parentSid === null ? "outbound-api" : "outbound-dial",
      from,
      to: this.to,
      status: state.kind === "closed" ? state.status : status[state.kind],
      createdAt: this.#createdAt,
      answeredAt: this.#answeredAt,
      endedAt: state.kind === "closed" ? state.since : null,
    };
  }

  /** Ends the call over REST: one that was never answered counts as canceled. */
  hangUp(why = "ended over REST"): void {
    if (!this.isClosed) this.log(why);
    this.end(this.state.kind === "connected" ? "completed" : "canceled");
  }

  /** Goes on with another document, over REST. False: the call cannot be moved. */
  redirect(document: Target | GivenDocument): boolean {
    if (this.state.kind !== "connected" || !this.state.device.isVoiced) return false;
    if (this.script.isRunning) {
      this.script.replace(document);
      return true;
    }
    this.options.events.taken?.(this);
    void this.run(document);
    return true;
  }

  /** Records the call from now on, over REST. */
  record(options: CallRecordingOptions): Recording | "not eligible" | "full" {
    if (!this.isAnswered || this.isRelayed) return "not eligible";
    return this.script.recorders.start(this.pickUp(), options) ?? "full";
  }

  log(message: string): void {
    this.exchange.log(this.sid, message);
  }

  params(): FormParams {
    const { state } = this;
    const status = { ringing: "ringing", connected: "in-progress" } as const;
    return [...this.#facts(), ["CallStatus", state.kind === "closed" ? state.status : status[state.kind]]];
  }

  /** The person whom this call rings hears nothing of others that ring. */
  ringing(): void {}

  pickUp(): Voice {
    if (this.state.kind !== "connected") throw new TwimlError(13000, "the call is not answered");
    return this.state.device.voice;
  }

  dial(verb: DialVerb, signal: AbortSignal): Promise<DialOutcome> {
    return this.options.dial(this, verb, signal);
  }

  /** The call is answered already. */
  reject(): void {}

  close(why: string): void {
    this.hangUp(`ends: ${why}`);
  }

  #ring(session: SignallingSession): DeviceLeg {
    const accountSid = this.exchange.account.sid;
    const leg = new DeviceLeg({
      role: "callee",
      session,
      callSid: this.sid,
      sid: this.sid,
      parts: this.exchange,
      events: {
        accepted: (device, acceptance) => this.options.events.answered(this, device, acceptance),
        // As on Twilio, a device that declines does so for all devices of the identity
        // (https://github.com/twilio/twilio-voice.js/issues/435).
        rejected: () => this.end("busy"),
        left: (device) => this.#deviceLeft(device),
      },
    });
    this.exchange.journal.add({
      kind: "leg",
      callSid: this.sid,
      role: "callee",
      identity: this.options.identity,
      edge: session.edge,
      event: "rings",
    });
    const sdp = this.options.offerTo(leg);
    leg.send({
      type: "invite",
      payload: {
        callsid: this.sid,
        sdp,
        reconnect: leg.reconnectToken,
        parameters: {
          CallSid: this.sid,
          AccountSid: accountSid,
          ApiVersion: API_VERSION,
          From: this.options.from,
          To: this.to,
          Params: customParameters(this.options.parameters),
        },
      },
    });
    return leg;
  }

  #deviceLeft(device: DeviceLeg): void {
    if (this.state.kind === "connected") {
      this.end("completed");
      return;
    }
    if (this.state.kind !== "ringing" || !this.state.devices.has(device)) return;
    const devices = new Set([...this.state.devices].filter((other) => other !== device));
    this.state = { kind: "ringing", devices };
    device.close();
    if (devices.size === 0) this.end("no-answer");
  }

  #facts(): FormParams {
    const { parentSid, from } = this.options;
    return childParams({
      accountSid: this.exchange.account.sid,
      callSid: this.sid,
      parentCallSid: parentSid,
      from,
      to: this.to,
    });
  }

  #report(event: ProgressEvent, status: string, more: FormParams = []): void {
    const { statusCallback, statusCallbackEvents } = this.options;
    if (!statusCallback || !statusCallbackEvents.has(event)) return;
    const { clock, webhooks } = this.exchange;
    const params: FormParams = [
      ...this.#facts(),
      ["CallStatus", status],
      ...progressParams(clock.now(), this.#sequence),
      ...more,
    ];
    webhooks.report(statusCallback, params, this.sid);
    this.#sequence += 1;
  }
}

/** The SDK decodes values but not names. In a name only the characters that would end it are encoded. */
function customParameters(parameters: ClientCallOptions["parameters"]): string {
  const name = (text: string) => text.replace(/[&=]/g, encodeURIComponent);
  return parameters
    .map(([key, value]) => `${name(key)}=${encodeURIComponent(value.toWellFormed())}`)
    .join("&");
}
