import type { Application } from "../account/applications";
import { secondsSince } from "../base/clock";
import { reason } from "../base/log";
import { newSid } from "../base/sid";
import { silentAnswer } from "../media/sdp";
import type { SignalError } from "../signalling/protocol";
import type { SignallingSession } from "../signalling/signalling-session";
import type { DialOutcome } from "../twiml/outcome";
import { runTwiml, type TwimlHost } from "../twiml/run";
import { type DialVerb, TwimlError } from "../twiml/verbs";
import type { HttpReply } from "../webhook/send-request";
import type { FormParams } from "../webhook/signature";
import type { Target } from "../webhook/webhooks";
import type { CallFacts, RecordedCall } from "./call-records";
import { type Acceptance, DeviceLeg } from "./device-leg";
import { Dial, type DialHost } from "./dial";
import type { Exchange } from "./exchange";
import { hangupError, type UnansweredReason, unansweredError } from "./hangup-error";
import { parentParams, progressParams } from "./params";

type CallState =
  | { kind: "waiting" }
  | { kind: "answered"; since: number }
  | { kind: "closed"; since: number };

/** Twilio's words for the states. */
const statuses = { waiting: "ringing", answered: "in-progress", closed: "completed" } as const;

/** Twilio's debugger: 11100 "Invalid URL format". Its documentation has no code for an application without a Voice URL. */
const INVALID_URL = 11100;

/** The SDK's invite, and the parts that the call uses. */
export interface InboundCallOptions {
  session: SignallingSession;
  /** The TwiML application that the caller's token names, as it is when the call begins. */
  application: Application;
  /** The sid that the SDK made up. */
  temporarySid: string;
  offer: string;
  /** The `params` of `device.connect`. */
  custom: ReadonlyMap<string, string>;
  exchange: Exchange;
  /** Called once, when the state is `closed`. */
  closed: (call: InboundCall) => void;
}

/** The call of one `device.connect()`: the leg of the caller, and the TwiML that runs in the call. */
export class InboundCall implements TwimlHost, DialHost, RecordedCall {
  readonly sid = newSid("CA");
  readonly from: string;
  readonly offer: string;
  readonly exchange: Exchange;
  readonly leg: DeviceLeg;
  state: CallState = { kind: "waiting" };
  readonly #createdAt: number;
  #answeredAt: number | null = null;
  #dial: Dial | undefined;
  /** The reason that the caller gets if the call ends now, unanswered. */
  #unanswered: UnansweredReason = "rejected";
  /** Ends the current `wait`. */
  #wake: () => void = () => {};

  constructor(readonly options: InboundCallOptions) {
    const { session, exchange } = options;
    this.exchange = exchange;
    this.offer = options.offer;
    this.from = `client:${session.identity}`;
    this.#createdAt = exchange.clock.now();
    exchange.records.opened(this);
    this.leg = new DeviceLeg({
      role: "caller",
      session,
      sid: options.temporarySid,
      parts: exchange,
      events: {
        // The caller has nothing to accept or decline.
        accepted: () => {},
        rejected: () => {},
        left: (_leg, why) => this.close(`the caller ${why}`),
      },
    });
  }

  get isClosed(): boolean {
    return this.state.kind === "closed";
  }

  /** Requests TwiML from the application and runs it until the call has ended. Never rejects. */
  async run(): Promise<void> {
    this.log(`${this.from} calls ${this.options.custom.get("To") ?? "without To"}`);
    try {
      const { voiceUrl, voiceMethod } = this.options.application;
      if (voiceUrl === null) throw new TwimlError(INVALID_URL, "the TwiML application has no Voice URL");
      await runTwiml(this, { url: voiceUrl, method: voiceMethod });
      this.close("its TwiML has ended");
    } catch (error) {
      this.close(reason(error), hangupError(31005));
    }
  }

  log(message: string): void {
    this.exchange.log(this.sid, message);
  }

  request(target: Target, more: FormParams): Promise<HttpReply> {
    return this.exchange.webhooks.request(target, [...this.#params(), ...more], this.sid);
  }

  wait(seconds: number): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.exchange.clock.after(seconds * 1000, resolve);
      this.#wake = () => {
        cancel();
        resolve();
      };
    });
  }

  /** Answers the call with silence: the gateway has no voice. */
  pickUp(): void {
    if (this.state.kind !== "waiting") return;
    this.log("is answered by the gateway itself");
    const answer = this.leg.describe(silentAnswer(this.offer));
    this.#answered();
    this.leg.connect(answer);
  }

  async dial(verb: DialVerb): Promise<DialOutcome> {
    if (this.state.kind === "answered") {
      this.log("<Dial> after an answer: media goes from browser to browser and cannot be connected twice");
      return { status: "failed", sid: undefined, seconds: 0, bridged: false };
    }
    this.#dial = new Dial(this, verb, this.exchange);
    const outcome = await this.#dial.run();
    this.#dial = undefined;
    this.#unanswered = outcome.status;
    return outcome;
  }

  reject(why: "busy" | "rejected"): void {
    this.#unanswered = why;
  }

  /** Tells the caller that a device rings. Only the first time. */
  ringing(): void {
    if (this.state.kind !== "waiting" || this.leg.callsid === this.sid) return;
    this.leg.rename(this.sid);
    this.leg.send({ type: "ringing", payload: { callsid: this.sid } });
    this.exchange.records.progressed(this, "ringing");
  }

  /** Connects the caller with the device that answered. False when their media cannot be connected. */
  bridge(device: DeviceLeg, { sdp, as }: Acceptance): boolean {
    try {
      // When a device took the call over, both sides have made offers. Each is passed on as the other's answer, and
      // an answer must choose who opens DTLS.
      const forCaller = this.leg.describe(sdp, as === "offer" ? "active" : undefined);
      const forDevice = as === "offer" ? device.describe(this.offer, "passive") : undefined;
      this.exchange.relay.bridge(this.leg.media, device.media);
      this.#answered();
      this.leg.connect(forCaller);
      device.connect(forDevice);
    } catch (error) {
      this.log(`cannot connect media: ${reason(error)}`);
      return false;
    }
    this.log(`${this.from} and client:${device.identity} are connected`);
    return true;
  }

  /** Ends the call on every side. Idempotent. */
  close(why: string, error?: SignalError): void {
    const { state } = this;
    if (state.kind === "closed") return;
    this.state = { kind: "closed", since: this.exchange.clock.now() };
    this.exchange.records.closed(this);
    const seconds = state.kind === "answered" ? secondsSince(this.exchange.clock, state.since) : 0;
    this.log(`ended${state.kind === "answered" ? ` after ${seconds} s` : " unanswered"}: ${why}`);
    this.#dial?.close();
    this.leg.close(error ?? (state.kind === "waiting" ? unansweredError(this.#unanswered) : undefined));
    this.#wake();
    this.options.closed(this);
    this.#reportEnd(seconds);
  }

  facts(): CallFacts {
    const { state } = this;
    return {
      sid: this.sid,
      parentSid: null,
      from: this.from,
      to: this.options.custom.get("To") ?? "",
      status: statuses[state.kind],
      createdAt: this.#createdAt,
      answeredAt: this.#answeredAt,
      endedAt: state.kind === "closed" ? state.since : null,
    };
  }

  /** Ends the call over REST. */
  end(): void {
    this.close("ended over REST");
  }

  #answered(): void {
    this.#answeredAt = this.exchange.clock.now();
    this.state = { kind: "answered", since: this.#answeredAt };
    if (this.leg.callsid !== this.sid) this.leg.rename(this.sid);
    this.exchange.records.progressed(this, "answered");
  }

  #params(): FormParams {
    return parentParams({
      accountSid: this.exchange.account.sid,
      applicationSid: this.options.application.sid,
      callSid: this.sid,
      status: statuses[this.state.kind],
      from: this.from,
      custom: this.options.custom,
    });
  }

  #reportEnd(seconds: number): void {
    const { clock, webhooks } = this.exchange;
    const { statusCallback, statusCallbackMethod } = this.options.application;
    if (statusCallback === null) return;
    const duration: FormParams = [
      ["CallDuration", String(seconds)],
      // In minutes, rounded up, as Twilio bills them.
      ["Duration", String(Math.ceil(seconds / 60))],
    ];
    const params = [...this.#params(), ...duration, ...progressParams(clock.now(), 0)];
    webhooks.report({ url: statusCallback, method: statusCallbackMethod }, params, this.sid);
  }
}
