import type { HttpReply } from "../webhook/send-request";
import type { FormParams } from "../webhook/signature";
import type { Target } from "../webhook/webhooks";
import {
  type DialOutcome,
  dialParams,
  type GatherOutcome,
  gatherParams,
  type RecordOutcome,
  recordParams,
} from "./outcome";
import { parseTwiml } from "./parse";
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
} from "./verbs";

/** The call that TwiML runs in, and what TwiML can do to it. Each promise is also resolved when `isOver` becomes true. */
export interface TwimlHost {
  /** True once the person has gone. */
  readonly isClosed: boolean;
  /** True once this document has been replaced by another, or the call has closed. */
  readonly isOver: boolean;
  log(message: string): void;
  /** Something in a document is not carried out as it says. */
  warn(message: string): void;
  /** A verb begins. What is returned is called when it has ended, with how. */
  began(verb: Verb): (how: string) => void;
  /** Requests the next document, with the call's parameters and these. Rejects when there is no answer. */
  request(target: Target, more: FormParams): Promise<HttpReply>;
  /** The call is to end, and counts as answered. */
  hangUp(): void;
  /** Rejects with a TwimlError when the file cannot be had. */
  play(verb: PlayVerb): Promise<void>;
  say(verb: SayVerb): Promise<void>;
  pause(verb: PauseVerb): Promise<void>;
  gather(verb: GatherVerb): Promise<GatherOutcome>;
  record(verb: RecordVerb): Promise<RecordOutcome>;
  /** Connects the person with those whom a `<Dial>` names; resolves when it has ended. */
  dial(verb: DialVerb): Promise<DialOutcome>;
  startRecording(verb: StartRecordingVerb): void;
  stopRecording(): void;
  /** Sets what the caller is told when the call closes unanswered. */
  reject(reason: "busy" | "rejected"): void;
}

/** A document that is there already, with the URL that its relative URLs go from. */
export interface GivenDocument {
  twiml: string;
  base: string;
}

/** The next document to request, with parameters besides those of the call. */
export interface NextDocument {
  target: Target;
  more: FormParams;
}

/** Twilio's debugger: 11200 "HTTP retrieval failure". */
const RETRIEVAL_FAILURE = 11200;

/** Twilio's debugger: 12200, a document that does not fit the schema. */
const NOT_UNDERSTOOD = 12200;

/** Pause and Redirect may hold a caller for long, but not forever. */
const MAX_DOCUMENTS = 1_000;

/**
 * Fetches and runs TwiML documents until one ends without naming another, or the call has closed.
 *
 * @throws TwimlError when a document cannot be fetched or run
 */
export async function runTwiml(host: TwimlHost, first: Target | GivenDocument | NextDocument): Promise<void> {
  let next: NextDocument | undefined;
  if ("twiml" in first) {
    const here: Target = { url: first.base, method: "POST" };
    next = await runDocument(host, read(host, first.twiml, first.base), here);
  } else {
    next = "target" in first ? first : { target: first, more: [] };
  }
  for (let documents = 0; next && !host.isOver; documents += 1) {
    if (documents === MAX_DOCUMENTS)
      throw new TwimlError(RETRIEVAL_FAILURE, "too many documents in one call");
    const verbs = await fetchDocument(host, next);
    // Twilio requests the action even when the caller has hung up, and then ignores the answer.
    next = host.isOver ? undefined : await runDocument(host, verbs, next.target);
  }
  if (next && host.isClosed) await host.request(next.target, next.more);
}

async function fetchDocument(host: TwimlHost, { target, more }: NextDocument): Promise<Verb[]> {
  const { status, body } = await host.request(target, more).catch((cause: unknown) => {
    throw new TwimlError(RETRIEVAL_FAILURE, `no answer from ${target.url}: ${String(cause)}`);
  });
  if (status < 200 || status > 299)
    throw new TwimlError(RETRIEVAL_FAILURE, `${target.url} answered ${status}`);
  return read(host, body, target.url);
}

function read(host: TwimlHost, twiml: string, base: string): Verb[] {
  return parseTwiml(twiml, base, (warning) => host.warn(warning));
}

/** Runs the verbs in turn. `here`: the document itself, which some verbs request again. */
async function runDocument(
  host: TwimlHost,
  verbs: readonly Verb[],
  here: Target,
): Promise<NextDocument | undefined> {
  for (const verb of verbs) {
    if (host.isOver) return undefined;
    const step = await watched(host, verb, here);
    if (step === "end") return undefined;
    if (step !== "next") return step;
  }
  return undefined;
}

/** Runs a verb, and tells those who watch the call of its beginning and its end. */
async function watched(host: TwimlHost, verb: Verb, here: Target): Promise<NextDocument | "next" | "end"> {
  const ended = host.began(verb);
  try {
    const step = await runVerb(host, verb, here);
    ended(host.isOver ? "broken off" : "done");
    return step;
  } catch (error) {
    ended(error instanceof Error ? error.message : String(error));
    throw error;
  }
}

/** Runs a verb. What follows: the next verb, another document, or nothing. */
async function runVerb(host: TwimlHost, verb: Verb, here: Target): Promise<NextDocument | "next" | "end"> {
  switch (verb.verb) {
    case "Pause":
      host.log(`pauses for ${verb.length} s`);
      await host.pause(verb);
      return "next";
    case "Say":
      host.log(`says: ${verb.text}`);
      await host.say(verb);
      return "next";
    case "Play":
      host.log(
        verb.what.kind === "file" ? `plays ${verb.what.target.url}` : `plays ${verb.what.digits.length} keys`,
      );
      await host.play(verb);
      return "next";
    case "Gather": {
      const outcome = await host.gather(verb);
      if (outcome.digits === "" && !verb.actionOnEmptyResult) return "next";
      return { target: verb.action ?? here, more: gatherParams(outcome) };
    }
    case "Record": {
      const outcome = await host.record(verb);
      // https://www.twilio.com/docs/voice/twiml/record: an empty recording is not reported to the action.
      return outcome.recording ? { target: verb.action ?? here, more: recordParams(outcome) } : "next";
    }
    case "Dial":
      for (const noun of verb.unreachable)
        host.warn(`<Dial> ${noun}: this gateway reaches <Client> and <Conference> only`);
      return afterDial(verb, await host.dial(verb));
    case "StartRecording":
      host.startRecording(verb);
      return "next";
    case "StopRecording":
      host.stopRecording();
      return "next";
    case "Leave":
      // https://www.twilio.com/docs/voice/twiml/leave: it leaves a queue. Nobody is in one here, so it ends nothing.
      host.log("<Leave> outside of a queue does nothing");
      return "next";
    case "Redirect":
      return { target: verb.target, more: [] };
    case "Reject":
      host.log(`is rejected: ${verb.reason}`);
      host.reject(verb.reason);
      return "end";
    case "Hangup":
      host.log("is told to hang up");
      // https://www.twilio.com/docs/voice/twiml/hangup: as the first verb it does not keep Twilio from answering.
      host.hangUp();
      return "end";
    case "Unsupported":
      throw new TwimlError(NOT_UNDERSTOOD, `<${verb.name}> is not supported by the local gateway`);
  }
}

function afterDial(verb: DialVerb, outcome: DialOutcome): NextDocument | "next" {
  return verb.action ? { target: verb.action, more: dialParams(outcome) } : "next";
}
