import type { Cancel } from "../base/clock";
import { reason } from "../base/log";
import type { DialOutcome, GatherOutcome, RecordOutcome } from "../twiml/outcome";
import { runTwiml, type TwimlHost } from "../twiml/run";
import { type PauseVerb, type PlayVerb, type SayVerb, TwimlError } from "../twiml/verbs";
import type { HttpReply } from "../webhook/send-request";
import type { FormParams } from "../webhook/signature";
import type { Target } from "../webhook/webhooks";
import type { Exchange } from "./exchange";
import { hear, type Output, pause, playing, repeated, saying } from "./speech";

/** Files that are played as they are; anything else is a document. */
const SOUND_FILE = /\.(mp3|wav|ulaw)$/i;

/** A document that is over at once is not requested again before. */
const PAUSE_BETWEEN_SECONDS = 1;

/** Twilio's debugger: a verb that may not stand in a document for waiting (https://www.twilio.com/docs/api/errors/13238). */
const NOT_HERE = 13238;

/**
 * Lets somebody hear a `waitUrl`, a file or a document, again and again until cancelled
 * (https://www.twilio.com/docs/voice/twiml/conference#attributes-waiturl).
 */
export function waitForConference(
  exchange: Exchange,
  output: Output,
  target: Target,
  callSid: string,
): Cancel {
  const over = new AbortController();
  const about = (error: unknown) => {
    if (!over.signal.aborted) exchange.log(callSid, `waitUrl: ${reason(error)}`);
  };
  const { pathname } = new URL(target.url);
  const waiting = SOUND_FILE.test(pathname)
    ? playFile(exchange, output, target, over.signal)
    : new WaitingHost(exchange, output, callSid, over.signal).run(target);
  void waiting.catch(about);
  return () => over.abort();
}

async function playFile(
  exchange: Exchange,
  output: Output,
  { url, method }: Target,
  signal: AbortSignal,
): Promise<void> {
  const sound = await exchange.sounds.load(url, method, signal);
  if (!signal.aborted && sound.length > 0) output.output = repeated(sound);
}

/** Runs a document for somebody who waits: it can say, play and pause, and nothing else. */
class WaitingHost implements TwimlHost {
  constructor(
    readonly exchange: Exchange,
    readonly output: Output,
    readonly callSid: string,
    readonly signal: AbortSignal,
  ) {}

  get isClosed(): boolean {
    return this.exchange.records.underWay(this.callSid) === undefined;
  }

  get isOver(): boolean {
    return this.signal.aborted;
  }

  /** Rejects with a TwimlError when the document cannot be fetched or run. */
  async run(target: Target): Promise<void> {
    while (!this.isOver) {
      await runTwiml(this, target);
      await pause(this.exchange.clock, PAUSE_BETWEEN_SECONDS, this.signal);
    }
  }

  log(message: string): void {
    this.exchange.log(this.callSid, `while waiting: ${message}`);
  }

  /** The document runs again and again, so whoever watches the call is not told each time. */
  warn(message: string): void {
    this.log(message);
  }

  /** Whoever watches the call sees its own document only. */
  began(): () => void {
    return () => {};
  }

  request(target: Target, more: FormParams): Promise<HttpReply> {
    const params = this.exchange.records.underWay(this.callSid)?.params() ?? [];
    return this.exchange.webhooks.request(target, [...params, ...more], this.callSid);
  }

  async say(verb: SayVerb): Promise<void> {
    await hear(this.output, await saying(this.exchange, verb, this.signal), verb.loop, this.signal);
  }

  async play(verb: PlayVerb): Promise<void> {
    await hear(this.output, await playing(this.exchange, verb, this.signal), verb.loop, this.signal);
  }

  pause({ length }: PauseVerb): Promise<void> {
    return pause(this.exchange.clock, length, this.signal);
  }

  hangUp(): void {
    this.log("<Hangup> has no place in a waitUrl and is skipped");
  }

  gather(): Promise<GatherOutcome> {
    return this.#refuse("Gather");
  }

  record(): Promise<RecordOutcome> {
    return this.#refuse("Record");
  }

  dial(): Promise<DialOutcome> {
    return this.#refuse("Dial");
  }

  startRecording(): void {
    this.log("<Start> has no place in a waitUrl and is skipped");
  }

  stopRecording(): void {
    this.log("<Stop> has no place in a waitUrl and is skipped");
  }

  reject(): void {
    this.log("<Reject> has no place in a waitUrl and is skipped");
  }

  async #refuse(verb: string): Promise<never> {
    throw new TwimlError(NOT_HERE, `<${verb}> has no place in a waitUrl`);
  }
}
