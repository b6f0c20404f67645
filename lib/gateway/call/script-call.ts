import type { Voice } from "../media/voice";
import type { SignalError } from "../signalling/protocol";
import type { DialOutcome } from "../twiml/outcome";
import type { DialVerb } from "../twiml/verbs";
import type { FormParams } from "../webhook/signature";
import type { Exchange } from "./exchange";

/** A call in which TwiML runs: a caller's, or one to a client. */
export interface ScriptCall {
  readonly sid: string;
  /** `client:` and the identity, as those who are dialled from this call see it. */
  readonly from: string;
  readonly exchange: Exchange;
  readonly isAnswered: boolean;
  /** Whether the sound goes from browser to browser, so that nothing can be heard from here. */
  readonly isRelayed: boolean;
  readonly isClosed: boolean;
  log(message: string): void;
  /** The parameters of every webhook about this call. */
  params(): FormParams;
  /** Tells the person that somebody's phone rings. Only once, and only before the answer. */
  ringing(): void;
  /**
   * Answers the call, if it has not been, and gives the person's sound.
   *
   * @throws TwimlError when the sound goes from browser to browser, or the browser's offer cannot be answered
   */
  pickUp(): Voice;
  /** Rings the clients of a `<Dial>`; resolves when it has ended, or soon after `signal` has aborted. */
  dial(verb: DialVerb, signal: AbortSignal): Promise<DialOutcome>;
  /** Sets what the caller is told when the call closes unanswered. */
  reject(why: "busy" | "rejected"): void;
  close(why: string, error?: SignalError): void;
}

/** Runs a `<Dial>` in a call. Resolves when it has ended, or soon after `signal` has aborted; rejects as `pickUp` throws. */
export type DialRunner = (call: ScriptCall, verb: DialVerb, signal: AbortSignal) => Promise<DialOutcome>;
