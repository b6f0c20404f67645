import type { HttpReply } from "../webhook/send-request";
import type { FormParams } from "../webhook/signature";
import type { Target } from "../webhook/webhooks";
import { type DialOutcome, dialParams } from "./outcome";
import { parseTwiml } from "./parse";
import { type DialVerb, TwimlError, type Verb } from "./verbs";

/** The call that TwiML runs in, and what TwiML can do to it. */
export interface TwimlHost {
  /** True once the caller has gone. */
  readonly isClosed: boolean;
  log(message: string): void;
  /** Requests the next document, with the call's parameters and these. Rejects when there is no answer. */
  request(target: Target, more: FormParams): Promise<HttpReply>;
  /** Resolves after this time, or as soon as the call has closed. */
  wait(seconds: number): Promise<void>;
  /** Answers the call with silence. */
  pickUp(): void;
  /** Rings the clients of a `<Dial>`; resolves when it has ended. */
  dial(verb: DialVerb): Promise<DialOutcome>;
  /** Sets what the caller is told when the call closes unanswered. */
  reject(reason: "busy" | "rejected"): void;
}

/** The next document to request. */
interface Next {
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
export async function runTwiml(host: TwimlHost, first: Target): Promise<void> {
  let next: Next | undefined = { target: first, more: [] };
  for (let documents = 0; next && !host.isClosed; documents += 1) {
    if (documents === MAX_DOCUMENTS)
      throw new TwimlError(RETRIEVAL_FAILURE, "too many documents in one call");
    const verbs = await fetchDocument(host, next);
    // Twilio requests the action even when the caller has hung up, and then ignores the answer.
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
      default:
        verb satisfies never;
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
 * Whether a `<Dial>` may follow. Media goes from browser to browser: the gateway cannot connect a caller whom it has
 * answered itself. So a `<Say>` before a `<Dial>` leaves the caller ringing.
 */
function leadsToDial(verbs: readonly Verb[]): boolean {
  return verbs.some(({ verb }) => verb === "Dial" || verb === "Redirect");
}
