import type { Element, Node } from "@xmldom/xmldom";
import { checkForm, warnOfChild } from "./schema";
import { children, integer, nonEmpty, type Reading, target, text, type Warn, warnOfValue } from "./values";
import type { PauseVerb, PlayVerb, PromptVerb, SayVerb } from "./verbs";

/** SSML elements that Twilio allows in `<Say>` (https://www.twilio.com/docs/voice/twiml/say/text-speech). */
const SSML = new Set("break emphasis lang p phoneme prosody s say-as sub w".split(" "));

/** SSML elements that part the words before and after them. */
const PARTING = new Set(["break", "p", "s"]);

/** 0 is until the call ends. Twilio repeats at most a thousand times. */
const LOOP = { fallback: 1, min: 0, max: 1_000 };

/** As long as a call may last at Twilio. */
const LENGTH = { fallback: 1, min: 1, max: 14_400 };

/** Keys, and the pauses `w` and `W`. */
const NO_KEY = /[^0-9A-Da-d*#wW]/g;

/** Reads `<Say>`, `<Play>` or `<Pause>`; undefined when it is something else. No verb when nothing would be heard. */
export function readPrompt(element: Element, reading: Reading): PromptVerb[] | undefined {
  switch (element.tagName) {
    case "Say":
      return readSay(element, reading);
    case "Play":
      return readPlay(element, reading);
    case "Pause":
      return [readPause(element, reading)];
    default:
      return undefined;
  }
}

function readSay(say: Element, { warn }: Reading): SayVerb[] {
  checkForm(say, warn);
  const spoken = readSpoken(say, warn);
  if (spoken === "") {
    warn("<Say> without text is skipped (Twilio's warning 13520)");
    return [];
  }
  const language = nonEmpty(say, "language") ?? "en-US";
  return [
    {
      verb: "Say",
      text: spoken,
      language,
      voice: nonEmpty(say, "voice"),
      loop: integer(say, "loop", LOOP, warn),
    },
  ];
}

/** The words of `<Say>`. SSML says how they are spoken, which is not carried out. */
function readSpoken(say: Element, warn: Warn): string {
  const spoken: string[] = [];
  // The last is the next to be read. Without recursion, no depth of a document is too much for the stack.
  const pending: (Node | string)[] = [say];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (typeof next === "string") {
      spoken.push(next);
      continue;
    }
    if (next.nodeType === next.TEXT_NODE || next.nodeType === next.CDATA_SECTION_NODE) {
      spoken.push(next.nodeValue ?? "");
    }
    const name = next.nodeName;
    if (next.nodeType === next.ELEMENT_NODE && next !== say) {
      if (SSML.has(name)) warn("SSML in <Say> is not carried out here, its text is read plainly");
      else warn(`<Say> may not have <${name}>, its text is read plainly (Twilio's warning 12200)`);
    }
    if (PARTING.has(name)) {
      spoken.push(" ");
      pending.push(" ");
    }
    for (const child of [...next.childNodes].reverse()) pending.push(child);
  }
  return spoken.join("").replace(/\s+/g, " ").trim();
}

function readPlay(play: Element, { base, warn }: Reading): PlayVerb[] {
  checkForm(play, warn);
  for (const child of children(play)) warnOfChild(play, child, false, warn);
  const url = text(play);
  const digits = readDigits(play, warn);
  if (digits && url !== "")
    warn("<Play> has digits and a URL: the digits alone count (Twilio's warning 12200)");
  if (!digits && url === "") {
    warn("<Play> without a URL and digits is skipped (Twilio's warning 12200)");
    return [];
  }
  const what: PlayVerb["what"] = digits
    ? { kind: "digits", digits }
    : { kind: "file", target: target(url, "GET", base) };
  return [{ verb: "Play", what, loop: integer(play, "loop", LOOP, warn) }];
}

function readDigits(play: Element, warn: Warn): string {
  const written = nonEmpty(play, "digits") ?? "";
  const digits = written.replace(NO_KEY, "");
  if (digits !== written) warnOfValue(play, "digits", digits, warn);
  return digits;
}

function readPause(pause: Element, { warn }: Reading): PauseVerb {
  checkForm(pause, warn);
  for (const child of children(pause)) warnOfChild(pause, child, false, warn);
  return { verb: "Pause", length: integer(pause, "length", LENGTH, warn) };
}
