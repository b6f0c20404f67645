import type { Application } from "../account/applications";
import { secondsSince } from "../base/clock";
import { reason } from "../base/log";
import { newSid } from "../base/sid";
import type { Voice } from "../media/voice";
import type { Recording } from "../recording/recording";
import type { SignalError } from "../signalling/protocol";
import type { SignallingSession } from "../signalling/signalling-session";
import type { DialOutcome } from "../twiml/outcome";
import type { GivenDocument } from "../twiml/run";
import { type DialVerb, TwimlError } from "../twiml/verbs";
import type { FormParams } from "../webhook/signature";
import type { Target } from "../webhook/webhooks";
import type { CallAdjustment, CallFacts, RecordedCall } from "./call-records";
import { DeviceLeg } from "./device-leg";
import { Dial, runDial } from "./dial";
import type { Exchange } from "./exchange";
import { hangupError, type UnansweredReason, unansweredError } from "./hangup-error";
import { clientAddress, parentParams, progressParams } from "./params";
import type { CallRecordingOptions } from "./recording-options";
import { RelayedSide } from "./relayed-side";
import { Script } from "./script";
import type { ScriptCall } from "./script-call";
import { TimeLimit } from "./time-limit";

type CallState =
  | { kind: "waiting" }
  /** `by`: from browser to browser, or by the gateway itself. */
  | { kind: "answered"; by: "relayed" | "voiced"; since: number }
  | { kind: "closed"; since: number };

/** Twilio's words for the states. */
const statuses = { waiting: "ringing", answered: "in-progress", closed: "completed" } as const;

/** Twilio's debugger: 11100 "Invalid URL format". Its documentation has no code for an application without a Voice URL. */
const INVALID_URL = 11100;

/** Twilio's debugger has no code for this, since its calls can always be changed. 21220 is that of a call which cannot. */
const NOT_IN_PROGRESS = 21220;
const RELAYED =
  "the sound of this call goes from browser to browser, so nothing more can be heard in it; VOICE_GATEWAY_MEDIA=ended makes it end here";

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
export class InboundCall implements ScriptCall, RecordedCall {
  readonly sid = newSid("CA");
  readonly from: string;
  readonly offer: string;
  readonly exchange: Exchange;
  readonly leg: DeviceLeg;
  readonly script: Script;
  state: CallState = { kind: "waiting" };
  readonly #timeLimit: TimeLimit;
  readonly #createdAt: number;
  #answeredAt: number | null = null;
  #statusCallback: Target | undefined;
  /** The reason that the caller gets if the call ends now, unanswered. */
  #unanswered: UnansweredReason = "rejected";

  constructor(readonly options: InboundCallOptions) {
    const { session, exchange } = options;
    this.exchange = exchange;
    this.offer = options.offer;
    this.from = clientAddress(session.identity);
    this.#createdAt = exchange.clock.now();
    this.script = new Script(this);
    this.#timeLimit = new TimeLimit(exchange.clock, () => this.close("reached its time limit"));
    const { statusCallback, statusCallbackMethod } = options.application;
    this.#statusCallback = targetOf(statusCallback, statusCallbackMethod);
    exchange.records.opened(this);
    this.leg = new DeviceLeg({
      role: "caller",
      session,
      callSid: this.sid,
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

  get isAnswered(): boolean {
    return this.state.kind === "answered";
  }

  get isRelayed(): boolean {
    return this.state.kind === "answered" && this.state.by === "relayed";
  }

  get isClosed(): boolean {
    return this.state.kind === "closed";
  }

  /** Requests TwiML from the application and runs it until the call has ended. Never rejects. */
  async run(): Promise<void> {
    this.log(`${this.from} calls ${this.options.custom.get("To") ?? "without To"}`);
    try {
      const { voiceUrl, voiceMethod, voiceFallbackUrl, voiceFallbackMethod } = this.options.application;
      if (voiceUrl === null) throw new TwimlError(INVALID_URL, "the TwiML application has no Voice URL");
      this.script.fallback = targetOf(voiceFallbackUrl, voiceFallbackMethod);
      await this.script.run({ url: voiceUrl, method: voiceMethod });
      this.close("its TwiML has ended");
    } catch (error) {
      this.close(reason(error), hangupError(31005));
    }
  }

  log(message: string): void {
    this.exchange.log(this.sid, message);
  }

  /** Answers the call with the gateway's own voice. */
  pickUp(): Voice {
    const { state } = this;
    if (state.kind === "closed") throw new TwimlError(NOT_IN_PROGRESS, "the call has ended");
    if (state.kind === "answered") {
      if (state.by === "voiced") return this.leg.voice;
      throw new TwimlError(NOT_IN_PROGRESS, RELAYED);
    }
    this.log("is answered by the gateway itself");
    const answer = this.leg.answerVoice(this.offer);
    this.answered("voiced");
    this.leg.connect(answer);
    return this.leg.voice;
  }

  async dial(verb: DialVerb, signal: AbortSignal): Promise<DialOutcome> {
    if (this.isRelayed) {
      this.log(`<Dial>: ${RELAYED}`);
      return { status: "failed", sid: undefined, seconds: 0, bridged: false };
    }
    const relays = this.state.kind === "waiting" && this.#canRelay(verb);
    const outcome = relays
      ? await new Dial(this, new RelayedSide(this), verb).run(signal)
      : await runDial(this, verb, signal);
    this.#unanswered = outcome.status === "answered" ? "completed" : outcome.status;
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

  /** Ends the call on every side. Idempotent. */
  close(why: string, error?: SignalError): void {
    const { state } = this;
    if (state.kind === "closed") return;
    this.state = { kind: "closed", since: this.exchange.clock.now() };
    this.exchange.records.closed(this, why);
    const seconds = state.kind === "answered" ? secondsSince(this.exchange.clock, state.since) : 0;
    this.log(`ended${state.kind === "answered" ? ` after ${seconds} s` : " unanswered"}: ${why}`);
    this.script.close();
    this.#timeLimit.close();
    this.leg.close(error ?? (state.kind === "waiting" ? unansweredError(this.#unanswered) : undefined));
    this.options.closed(this);
    this.#reportEnd(seconds);
  }

  facts(): CallFacts {
    const { state } = this;
    return {
      sid: this.sid,
      parentSid: null,
      direction: "inbound",
      from: this.from,
      to: this.options.custom.get("To") ?? "",
      status: statuses[state.kind],
      createdAt: this.#createdAt,
      answeredAt: this.#answeredAt,
      endedAt: state.kind === "closed" ? state.since : null,
    };
  }

  /** Ends the call over REST. */
  hangUp(why = "ended over REST"): void {
    this.close(why);
  }

  /** Goes on with another document, over REST. False: the sound goes from browser to browser. */
  redirect(document: Target | GivenDocument): boolean {
    if (this.isClosed || this.isRelayed) return false;
    this.script.replace(document);
    return true;
  }

  adjust({ statusCallback, fallback, timeLimit }: CallAdjustment): void {
    this.#statusCallback = statusCallback ?? this.#statusCallback;
    this.script.fallback = fallback ?? this.script.fallback;
    if (timeLimit !== undefined) this.#timeLimit.set(timeLimit);
  }

  /** Records the call from now on, over REST. */
  record(options: CallRecordingOptions): Recording | "not eligible" | "full" {
    if (!this.isAnswered || this.isRelayed) return "not eligible";
    return this.script.recorders.start(this.pickUp(), options) ?? "full";
  }

  /** The call is connected: from browser to browser, or with the gateway itself. */
  answered(by: "relayed" | "voiced"): void {
    this.#answeredAt = this.exchange.clock.now();
    this.state = { kind: "answered", by, since: this.#answeredAt };
    if (this.leg.callsid !== this.sid) this.leg.rename(this.sid);
    this.#timeLimit.start();
    this.exchange.records.progressed(this, "answered");
  }

  /**
   * Whether the sound may go from browser to browser: nothing but the conversation is asked for. Then the gateway cannot hear or
   * speak, and the call cannot be moved later.
   */
  #canRelay({ answerOnBridge, recording, hangupOnStar, conference, clients }: DialVerb): boolean {
    if (this.exchange.mediaPlan === "ended" || !answerOnBridge || recording || hangupOnStar || conference)
      return false;
    return clients.every(({ url }) => url === undefined);
  }

  params(): FormParams {
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
    const statusCallback = this.#statusCallback;
    if (!statusCallback) return;
    const duration: FormParams = [
      ["CallDuration", String(seconds)],
      // In minutes, rounded up, as Twilio bills them.
      ["Duration", String(Math.ceil(seconds / 60))],
    ];
    const params = [...this.params(), ...duration, ...progressParams(clock.now(), 0)];
    webhooks.report(statusCallback, params, this.sid);
  }
}

/** Undefined: the application has no such URL. */
function targetOf(url: string | null, method: Target["method"]): Target | undefined {
  return url === null ? undefined : { url, method };
}
