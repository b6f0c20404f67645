import { SAMPLE_RATE } from "../audio/frame";
import { reason } from "../base/log";
import { orAborted } from "../base/or-aborted";
import { describeVerb } from "../twiml/describe";
import type { DialOutcome, GatherOutcome, RecordOutcome } from "../twiml/outcome";
import { type GivenDocument, type NextDocument, runTwiml, type TwimlHost } from "../twiml/run";
import {
  type DialVerb,
  type GatherVerb,
  type PauseVerb,
  type PlayVerb,
  type RecordVerb,
  type SayVerb,
  type StartRecordingVerb,
  TwimlError,
  type Verb,
} from "../twiml/verbs";
import type { HttpReply } from "../webhook/send-request";
import type { FormParams } from "../webhook/signature";
import type { Target } from "../webhook/webhooks";
import { CallRecorders } from "./call-recorders";
import { gather } from "./gather";
import { record } from "./record";
import type { ScriptCall } from "./script-call";
import { hear, pause, playing, saying } from "./speech";

/** What runs in a call: a document to be requested, one that is given, or something else that ends when the signal aborts. */
export type Task = Target | GivenDocument | NextDocument | ((signal: AbortSignal) => Promise<unknown>);

/** The TwiML of one call: one document after another, until none follows or the call has closed. */
export class Script implements TwimlHost {
  /** What is recorded of the call beside its verbs. It goes on from one document to the next. */
  readonly recorders: CallRecorders;
  /** Requested once, when a document cannot be fetched or run. */
  fallback: Target | undefined;
  #running = new AbortController();
  #runs = false;
  #hungUp = false;
  #replacement: Task | undefined;
  /** The URL that was requested last. */
  #requested: string | undefined;

  constructor(readonly call: ScriptCall) {
    this.recorders = new CallRecorders(call);
  }

  /** Whether a document runs. */
  get isRunning(): boolean {
    return this.#runs;
  }

  get isClosed(): boolean {
    return this.call.isClosed;
  }

  get isOver(): boolean {
    return this.#running.signal.aborted || this.isClosed;
  }

  /** Runs a document and all that follow. Rejects with a TwimlError when one cannot be fetched or run. */
  async run(first: Task): Promise<void> {
    let next: Task | undefined = first;
    this.#runs = true;
    try {
      while (next && !this.isClosed) {
        this.#running = new AbortController();
        this.#replacement = undefined;
        this.#hungUp = false;
        const running = typeof next === "function" ? next(this.#running.signal) : runTwiml(this, next);
        await running.catch((error: unknown) => {
          // What was broken off for another document may fail in any way.
          this.#replacement ??= this.#fallBack(error);
        });
        next = this.#replacement;
      }
    } finally {
      this.#runs = false;
    }
  }

  /** The codes 11200 and 12300 of Twilio's debugger are warnings for a `<Play>`: the call goes on with the next verb. */
  readonly #cannotPlay = (error: unknown) => this.warn(`cannot play it: ${reason(error)}`);

  /** Breaks off what runs, and goes on with this document. */
  replace(document: Task): void {
    this.#replacement = document;
    this.#running.abort();
  }

  /** Whether the document that ran last has told the call to hang up. */
  get hungUp(): boolean {
    return this.#hungUp;
  }

  /** Breaks off what runs: the call has closed. Idempotent. */
  close(): void {
    this.#running.abort();
    this.recorders.close();
  }

  log(message: string): void {
    this.call.log(message);
  }

  warn(message: string): void {
    this.log(message);
    this.call.exchange.journal.add({ kind: "warning", callSid: this.call.sid, text: message });
  }

  began(verb: Verb): (how: string) => void {
    const { journal } = this.call.exchange;
    const callSid = this.call.sid;
    const { name, attributes, text } = describeVerb(verb);
    const of = journal.add({ kind: "verb", callSid, name, event: "begins", attributes, text });
    return (how) => void journal.add({ kind: "verb", callSid, name, event: "ends", of, how });
  }

  async request(target: Target, more: FormParams): Promise<HttpReply> {
    this.#requested = target.url;
    const { signal } = this.#running;
    const asked = this.call.exchange.webhooks.request(
      target,
      [...this.call.params(), ...more],
      this.call.sid,
    );
    // The last request of a call that has closed is made all the same.
    if (signal.aborted) return asked;
    const reply = await orAborted(asked, signal);
    if (!reply) throw new Error("broken off");
    return reply;
  }

  hangUp(): void {
    this.#hungUp = true;
    if (!this.call.isAnswered) this.call.pickUp();
  }

  async say(verb: SayVerb): Promise<void> {
    const { signal } = this.#running;
    const sound = await saying(this.call.exchange, verb, signal);
    if (signal.aborted) return;
    if (this.call.isRelayed) {
      this.warn("nobody hears it, since the sound of this call goes from browser to browser");
      await pause(this.call.exchange.clock, sound.length / SAMPLE_RATE, signal);
      return;
    }
    await hear(this.call.pickUp(), sound, verb.loop, signal);
  }

  async play(verb: PlayVerb): Promise<void> {
    const { signal } = this.#running;
    if (this.isClosed) return;
    const voice = this.call.pickUp();
    try {
      await hear(voice, await playing(this.call.exchange, verb, signal), verb.loop, signal);
    } catch (error) {
      this.#cannotPlay(error);
    }
  }

  pause(verb: PauseVerb): Promise<void> {
    return pause(this.call.exchange.clock, verb.length, this.#running.signal);
  }

  gather(verb: GatherVerb): Promise<GatherOutcome> {
    if (!verb.digits) this.warn("<Gather> hears keys only, and no speech");
    return gather(this.call.exchange, this.call.pickUp(), verb, this.#running.signal, this.#cannotPlay);
  }

  record(verb: RecordVerb): Promise<RecordOutcome> {
    return record(this.call, this.call.pickUp(), verb, this.#running.signal);
  }

  dial(verb: DialVerb): Promise<DialOutcome> {
    return this.call.dial(verb, this.#running.signal);
  }

  startRecording(verb: StartRecordingVerb): void {
    this.recorders.start(this.call.pickUp(), { ...verb, source: "StartCallRecordingTwiML" });
  }

  stopRecording(): void {
    this.recorders.stopAll();
  }

  reject(why: "busy" | "rejected"): void {
    if (this.call.isAnswered)
      throw new TwimlError(13410, "<Reject> is only for a call that has not been answered");
    this.call.reject(why);
  }

  /**
   * The fallback in place of what has failed. Twilio tells it the error and the URL
   * (https://www.twilio.com/docs/usage/security/availability-reliability). It throws the error when there is none.
   */
  #fallBack(error: unknown): NextDocument {
    const { fallback } = this;
    if (!fallback || this.isClosed || !(error instanceof TwimlError)) throw error;
    this.fallback = undefined;
    this.log(`${error.message}; the fallback URL is requested`);
    const failed = this.#requested;
    return {
      target: fallback,
      more: [
        ["ErrorCode", String(error.code)],
        ...(failed === undefined ? [] : [["ErrorUrl", failed] as const]),
      ],
    };
  }
}
