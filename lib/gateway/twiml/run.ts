import type { HttpReply } from "../webhook/http-client";
import type { FormParams } from "../webhook/signature";
import type { Target } from "../webhook/target";
import { type DialOutcome, dialParams } from "./outcome";
import { parseTwiml } from "./parse";
import { type DialVerb, TwimlError, type Verb } from "./verbs";

/** What running TwiML can do to a call. */
export interface TwimlHost {
  readonly isClosed: boolean;
  log(what: string): void;
  /** Asks the application for the next document. Rejects when there is no answer. */
  request(target: Target, more: FormParams): Promise<HttpReply>;
  /** Resolves early when the call ends. */
  wait(seconds: number): Promise<void>;
  pickUp(): void;
  dial(verb: DialVerb): Promise<DialOutcome>;
  /** Refuses the call without answering it. */
  reject(reason: "busy" | "rejected"): void;
}

/** Where a document hands over to the next. */
interface Next {
  target: Target;
  more: FormParams;
}

/** Twilio's debugger: 11200 "HTTP retrieval failure". */
const RETRIEVAL_FAILURE = 11200;

/** Twilio's debugger: 12200, a verb it does not understand. */
const NOT_UNDERSTOOD = 12200;

/** A caller may be held by Pause and Redirect for long, but not for ever. */
const MAX_DOCUMENTS = 1_000;

/**
 * Fetches and runs TwiML, document after document, until one ends without naming another or the call is over.
 *
 * @throws TwimlError when a document cannot be had or read
 */
export async function runTwiml(host: TwimlHost, first: Target): Promise<void> {
  let next: Next | undefined = { target: first, more: [] };
  for (let documents = 0; next && !host.isClosed; documents += 1) {
    if (documents === MAX_DOCUMENTS)
      throw new TwimlError(RETRIEVAL_FAILURE, "too many documents in one call");
    const verbs = await fetchDocument(host, next);
    // Twilio asks for the action even when the caller has hung up, and then ignores the answer.
    next = host.isClosed ? undefined : await runDocument(host, verbs);
  }
  if (next) await host.request(next.target, next.more);
}

async function fetchDocument(host: TwimlHost, { target, more }: Next): Promise<Verb[]> {
  const { status, body } = await host.request(target, more).catch((cause: unknown) => {
    throw new TwimlError(RETRIEVAL_FAILURE, `no answer from ${target.url}: ${String(cause)}`);
  });
  if (status < 200 || status > 299)
    throw new TwimlError(RETRIEVAL_FAILURE, `${target.url} answered ${status}`);
  return parseTwiml(body, target.url, (warning) => host.log(warning));
}

async function runDocument(host: TwimlHost, verbs: readonly Verb[]): Promise<Next | undefined> {
  for (const [index, verb] of verbs.entries()) {
    if (host.isClosed) return undefined;
    switch (verb.verb) {
      case "Pause":
        host.log(`pauses for ${verb.length} s`);
        await host.wait(verb.length);
        break;
      case "Say":
        host.log(`says: ${verb.text}`);
        if (!leadsToDial(verbs.slice(index + 1))) host.pickUp();
        await host.wait(verb.seconds);
        break;
      case "Dial": {
        const outcome = await dial(host, verb);
        if (verb.action) return { target: verb.action, more: dialParams(outcome) };
        break;
      }
      case "Redirect":
        return { target: verb.target, more: [] };
      case "Reject":
        host.log(`is rejected: ${verb.reason}`);
        host.reject(verb.reason);
        return undefined;
      case "Hangup":
        host.log("is told to hang up");
        return undefined;
      case "Unsupported":
        throw new TwimlError(NOT_UNDERSTOOD, `<${verb.name}> is not supported by the local gateway`);
    }
  }
  return undefined;
}

async function dial(host: TwimlHost, verb: DialVerb): Promise<DialOutcome> {
  for (const noun of verb.unreachable) host.log(`<Dial> ${noun}: this gateway reaches <Client> only`);
  if (!verb.answerOnBridge) {
    host.log("<Dial> without answerOnBridge: Twilio would answer now, this gateway answers with the callee");
  }
  return host.dial(verb);
}

/**
 * Whether somebody may yet be dialled. Media goes from browser to browser, so that a caller whom the gateway
 * had answered itself could not be connected any more: a `<Say>` on the way to a `<Dial>` leaves them ringing.
 */
function leadsToDial(verbs: readonly Verb[]): boolean {
  return verbs.some(({ verb }) => verb === "Dial" || verb === "Redirect");
}
