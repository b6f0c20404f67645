import { DOMParser, type Element } from "@xmldom/xmldom";
import { readDial } from "./read-dial";
import { children, integer, method, nonEmpty, target } from "./values";
import { TwimlError, type Verb } from "./verbs";

/** Twilio's debugger: 12100 "Document parse failure". */
const PARSE_FAILURE = 12100;

/** About how fast the voice of `<Say>` reads. */
const CHARACTERS_PER_SECOND = 15;

/** TwiML verbs that the gateway does not support. Like Twilio, it skips unknown elements with a warning. */
const UNSUPPORTED = new Set(
  "Play Gather Record Enqueue Leave Sms Connect Start Stop Refer Prompt Pay Echo Queue".split(" "),
);

/**
 * Reads a TwiML document. An empty body counts as an empty `<Response/>`.
 *
 * @param xml the body of a webhook's answer
 * @param base the document's URL; relative URLs are resolved against it
 * @param warn called for each verb that is skipped
 * @throws TwimlError when it is not well-formed XML, its root is not `<Response>` or a URL is invalid
 */
export function parseTwiml(xml: string, base: string, warn: (message: string) => void): Verb[] {
  if (xml.trim() === "") return [];
  const root = readRoot(xml);
  if (root?.tagName !== "Response") throw new TwimlError(PARSE_FAILURE, "the root element is not <Response>");
  return children(root).flatMap((element) => readVerb(element, base, warn));
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

function readVerb(element: Element, base: string, warn: (message: string) => void): Verb[] {
  const text = (element.textContent ?? "").trim();
  switch (element.tagName) {
    case "Dial":
      return [readDial(element, base)];
    case "Pause":
      return [{ verb: "Pause", length: integer(element, "length", 1, 0, 3_600) }];
    case "Say":
      return [{ verb: "Say", text, seconds: Math.ceil(text.length / CHARACTERS_PER_SECOND) }];
    case "Redirect":
      return [{ verb: "Redirect", target: target(text, method(element, "method"), base) }];
    case "Reject":
      return [{ verb: "Reject", reason: nonEmpty(element, "reason") === "busy" ? "busy" : "rejected" }];
    case "Hangup":
      return [{ verb: "Hangup" }];
    default:
      if (UNSUPPORTED.has(element.tagName)) return [{ verb: "Unsupported", name: element.tagName }];
      warn(`<${element.tagName}> is no TwiML verb and is skipped (Twilio's warning 12200)`);
      return [];
  }
}
