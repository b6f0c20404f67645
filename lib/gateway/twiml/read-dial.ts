import type { Element } from "@xmldom/xmldom";
import { children, flag, integer, method, nonEmpty, target } from "./values";
import type { ClientNoun, DialVerb, ProgressEvent } from "./verbs";

/** Twilio rings at most ten nouns of one `<Dial>`. */
const MAX_NOUNS = 10;
const DEFAULT_TIMEOUT = 30;
const MIN_TIMEOUT = 5;
const MAX_TIMEOUT = 600;
const DEFAULT_TIME_LIMIT = 14_400;

const PROGRESS_EVENTS: readonly ProgressEvent[] = ["initiated", "ringing", "answered", "completed"];

/** Reads `<Dial>` and its nouns. Relative URLs are resolved against `base`. */
export function readDial(dial: Element, base: string): DialVerb {
  const nouns = children(dial);
  const action = nonEmpty(dial, "action");
  const clients = nouns.filter((noun) => noun.tagName === "Client");
  const number = nouns.length === 0 ? (dial.textContent ?? "").trim() : "";
  return {
    verb: "Dial",
    answerOnBridge: flag(dial, "answerOnBridge"),
    timeout: integer(dial, "timeout", DEFAULT_TIMEOUT, MIN_TIMEOUT, MAX_TIMEOUT),
    timeLimit: integer(dial, "timeLimit", DEFAULT_TIME_LIMIT, 1, DEFAULT_TIME_LIMIT),
    callerId: nonEmpty(dial, "callerId"),
    action: action === undefined ? undefined : target(action, method(dial, "method"), base),
    clients: clients.slice(0, MAX_NOUNS).map((client) => readClient(client, base)),
    unreachable: [
      ...(number === "" ? [] : ["a phone number"]),
      ...nouns.filter((noun) => noun.tagName !== "Client").map((noun) => `<${noun.tagName}>`),
    ],
  };
}

function readClient(client: Element, base: string): ClientNoun {
  const inner = children(client);
  const identity = inner.find((element) => element.tagName === "Identity") ?? client;
  const parameters = inner.filter((element) => element.tagName === "Parameter");
  const statusCallback = nonEmpty(client, "statusCallback");
  return {
    identity: (identity.textContent ?? "").trim(),
    parameters: parameters.map((p) => [p.getAttribute("name") ?? "", p.getAttribute("value") ?? ""] as const),
    statusCallback:
      statusCallback === undefined
        ? undefined
        : target(statusCallback, method(client, "statusCallbackMethod"), base),
    statusCallbackEvents: readEvents(nonEmpty(client, "statusCallbackEvent")),
  };
}

/** Without the attribute Twilio reports `completed` alone. */
function readEvents(value: string | undefined): ReadonlySet<ProgressEvent> {
  const named = value?.split(/\s+/) ?? ["completed"];
  return new Set(PROGRESS_EVENTS.filter((event) => named.includes(event)));
}
