import type { Cancel } from "../base/clock";
import { reason } from "../base/log";
import { type DialOutcome, type DialStatus, overall } from "../twiml/outcome";
import type { ClientNoun, DialVerb } from "../twiml/verbs";
import type { Target } from "../webhook/webhooks";
import { ClientCall } from "./client-call";
import type { Acceptance, DeviceLeg } from "./device-leg";
import type { DialSide } from "./dial-side";
import { joinConference } from "./join-conference";
import type { DialRunner, ScriptCall } from "./script-call";
import { VoicedSide } from "./voiced-side";

/** Twilio lets phones ring this much longer than `timeout`. */
export const RINGING_GRACE_SECONDS = 5;

/** The call in which a `<Dial>` runs. */
export type DialHost = Pick<ScriptCall, "sid" | "from" | "exchange" | "log">;

/** Runs a `<Dial>` in a call whose sound ends at the gateway. */
export const runDial: DialRunner = async (call, verb, signal) => {
  if (verb.conference) return joinConference(call, verb.conference, verb, signal);
  if (!verb.answerOnBridge) call.pickUp();
  return new Dial(call, new VoicedSide(call, verb.recording), verb).run(signal);
};

/** One `<Dial>`. It rings its clients at once or in turn, connects the first that answers and cancels the others. */
export class Dial {
  readonly #children: ClientCall[] = [];
  /** Those who have not rung yet. */
  readonly #waiting: ClientNoun[];
  #connected: ClientCall | undefined;
  #taken = false;
  /** Whether the person and a client have heard each other. */
  #wasBridged = false;
  #settled = false;
  #cancelTimer: Cancel = () => {};
  #resolve: (outcome: DialOutcome) => void = () => {};

  constructor(
    readonly host: DialHost,
    readonly side: DialSide,
    readonly verb: DialVerb,
  ) {
    this.#waiting = [...verb.clients];
  }

  /** Rings the clients. Resolves when all their calls have ended, or soon after `signal` aborts. Never rejects. */
  run(signal: AbortSignal): Promise<DialOutcome> {
    return new Promise((resolve) => {
      const stop = () => this.close();
      this.#resolve = (outcome) => {
        signal.removeEventListener("abort", stop);
        resolve(outcome);
      };
      signal.addEventListener("abort", stop);
      if (signal.aborted) this.#waiting.length = 0;
      this.#ringNext();
    });
  }

  /** Ends the calls to all clients. Idempotent. */
  close(): void {
    this.#waiting.length = 0;
    if (!this.#taken) this.#connected?.end("completed");
    this.#endAll("canceled");
    this.#childClosed();
  }

  /** Rings all who wait, or one of them if they ring in turn. */
  #ringNext(): void {
    const { exchange } = this.host;
    const nouns = this.#waiting.splice(0, this.verb.sequential ? 1 : this.#waiting.length);
    const children = nouns.map((noun) => this.#call(noun));
    this.#children.push(...children);
    const seconds = this.verb.timeout + RINGING_GRACE_SECONDS;
    this.#cancelTimer();
    this.#cancelTimer = exchange.clock.after(seconds * 1000, () => this.#endAll("no-answer"));
    for (const child of children) child.start();
    if (children.some((child) => child.state.kind === "ringing")) this.side.ringing();
    this.#childClosed();
  }

  #call(noun: ClientNoun): ClientCall {
    return new ClientCall({
      identity: noun.identity,
      parameters: noun.parameters,
      from: this.verb.callerId ?? this.host.from,
      parentSid: this.host.sid,
      statusCallback: noun.statusCallback,
      statusCallbackEvents: noun.statusCallbackEvents,
      exchange: this.host.exchange,
      offerTo: (device) => this.side.offerTo(device),
      dial: runDial,
      events: {
        answered: (child, device, acceptance) => this.#answered(child, device, acceptance, noun.url),
        closed: () => this.#childClosed(),
        taken: () => this.#childTaken(),
      },
    });
  }

  #answered(child: ClientCall, device: DeviceLeg, acceptance: Acceptance, url: Target | undefined): void {
    if (this.#connected || child.state.kind !== "ringing") return;
    const connect = () => this.side.bridge(device, acceptance);
    if (!(url ? this.side.accept(device, acceptance) : connect())) {
      child.end("failed");
      return;
    }
    this.#cancelTimer();
    this.#connected = child;
    this.#waiting.length = 0;
    child.connected(device);
    for (const other of this.#children) if (other !== child) other.end("canceled");
    if (url) void this.#whisper(child, url, connect);
    else this.#bridged(child);
  }

  /** Lets the client hear a document, and connects it afterwards, if it is still there. */
  async #whisper(child: ClientCall, url: Target, connect: () => boolean): Promise<void> {
    try {
      await child.script.run(url);
    } catch (error) {
      child.close(reason(error));
    }
    if (child.isClosed) return;
    // So a document screens a call: who hangs up there does not take it.
    if (child.script.hungUp) child.hangUp("is told to hang up before it is connected");
    else if (connect()) this.#bridged(child);
    else child.end("failed");
  }

  #bridged(child: ClientCall): void {
    const { exchange } = this.host;
    this.host.log(`${this.host.from} and ${child.to} are connected`);
    this.#wasBridged = true;
    if (this.verb.hangupOnStar) this.side.onStar(() => child.end("completed"));
    this.#cancelTimer = exchange.clock.after(this.verb.timeLimit * 1000, () => {
      exchange.log(child.sid, `reached its timeLimit of ${this.verb.timeLimit} s`);
      child.end("completed");
    });
  }

  /** The client goes on elsewhere: for this `<Dial>` its call has ended. */
  #childTaken(): void {
    this.#taken = true;
    this.#childClosed();
  }

  #childClosed(): void {
    if (this.#settled) return;
    const closed = this.#children.flatMap((child) => (child.state.kind === "closed" ? [child.state] : []));
    const underWay = this.#children.length - closed.length - (this.#taken ? 1 : 0);
    if (underWay > 0) return;
    if (!this.#connected && this.#waiting.length > 0) {
      this.#ringNext();
      return;
    }
    this.#settled = true;
    this.#cancelTimer();
    this.side.unbridge();
    this.#resolve({
      status: this.#connected ? "completed" : overall(closed.map(({ status }) => status)),
      sid: (this.#connected ?? this.#children[0])?.sid,
      // Only the connected child has a duration.
      seconds: Math.max(0, ...closed.map(({ seconds }) => seconds)),
      bridged: this.#wasBridged,
      recording: this.side.recording,
    });
  }

  #endAll(status: DialStatus): void {
    for (const child of this.#children) if (!(this.#taken && child === this.#connected)) child.end(status);
  }
}
