import { DOMParser, type Element } from "@xmldom/xmldom";
import { readDial } from "./read-dial";
import { readGather } from "./read-gather";
import { readRecord } from "./read-record";
import { readStart, readStop } from "./read-recording";
import { readPrompt } from "./read-sound";
import { checkForm, warnOfChild } from "./schema";
import { children, method, type Reading, target, text, type Warn, word } from "./values";
import { TwimlError, type Verb } from "./verbs";

/** Twilio's debugger: 12100 "Document parse failure". */
const PARSE_FAILURE = 12100;

/** TwiML verbs that the gateway does not support. */
const UNSUPPORTED = new Set("Enqueue Sms Connect Refer Prompt Pay Echo Queue".split(" "));

const REASONS: ReadonlyMap<string, "busy" | "rejected"> = new Map([
  ["rejected", "rejected"],
  ["busy", "busy"],
]);

/**
 * Reads a TwiML document. An empty body counts as an empty `<Response/>`.
 *
 * @param xml the body of a webhook's answer
 * @param base the document's URL; relative URLs are resolved against it
 * @param warn called once for each thing that is skipped, not carried out or read otherwise than it is written
 * @throws TwimlError when it is not well-formed XML, its root is not `<Response>` or a URL is invalid
 */
export function parseTwiml(xml: string, base: string, warn: Warn): Verb[] {
  if (xml.trim() === "") return [];
  const root = readRoot(xml);
  if (root?.tagName !== "Response") throw new TwimlError(PARSE_FAILURE, "the root element is not <Response>");
  const reading = { base, warn: once(warn) };
  checkForm(root, reading.warn);
  return children(root).flatMap((element) => readVerb(element, reading));
}

/** Says the same thing once for each document. */
function once(warn: Warn): Warn {
  const said = new Set<string>();
  return (message) => {
    if (said.has(message)) return;
    said.add(message);
    warn(message);
  };
}

function readRoot(xml: string): Element | null {
  // xmldom reports through this callback. Twilio's parser rejects even what is only a warning to xmldom.
  const onError = (_level: string, message: string) => {
    throw new TwimlError(PARSE_FAILURE, `not well-formed XML: ${message}`);
  };
  try {
    return new DOMParser({ onError, locator: false }).parseFromString(xml.trim(), "text/xml").documentElement;
  } catch (error) {
    if (error instanceof TwimlError) throw error;
    throw new TwimlError(PARSE_FAILURE, "not well-formed XML");
  }
}

function readVerb(element: Element, reading: Reading): Verb[] {
  const { base, warn } = reading;
  switch (element.tagName) {
    case "Dial":
      return [readDial(element, reading)];
    case "Say":
    case "Play":
    case "Pause":
      return readPrompt(element, reading) ?? [];
    case "Gather":
      return [readGather(element, reading)];
    case "Record":
      return [readRecord(element, reading)];
    case "Start":
      return readStart(element, reading);
    case "Stop":
      return readStop(element, reading);
    case "Redirect":
      checkSimple(element, warn);
      return [{ verb: "Redirect", target: target(text(element), method(element, "method", warn), base) }];
    case "Reject":
      checkSimple(element, warn);
      return [{ verb: "Reject", reason: word(element, "reason", REASONS, "rejected", warn) }];
    case "Leave":
    case "Hangup":
      checkSimple(element, warn);
      return [{ verb: element.tagName }];
    default:
      return readUnknown(element, warn);
  }
}

/** `<Reject>` and `<Hangup>` may have parameters for SIP, which the gateway does not speak. */
function checkSimple(element: Element, warn: Warn): void {
  checkForm(element, warn);
  const mayHaveParameters = element.tagName === "Reject" || element.tagName === "Hangup";
  for (const child of children(element)) {
    warnOfChild(element, child, mayHaveParameters && child.tagName === "Parameter", warn);
  }
}

/** Like Twilio, it skips unknown elements with a warning. */
function readUnknown(element: Element, warn: Warn): Verb[] {
  if (UNSUPPORTED.has(element.tagName)) return [{ verb: "Unsupported", name: element.tagName }];
  // It marks a call for the bill, and changes nothing in it.
  if (element.tagName === "Annotate") warn("<Annotate> is not carried out here");
  else warn(`<${element.tagName}> is no TwiML verb and is skipped (Twilio's warning 12200)`);
  return [];
}
