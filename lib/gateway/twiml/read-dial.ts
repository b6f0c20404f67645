import type { Element } from "@xmldom/xmldom";
import { readClient } from "./read-client";
import { readConference } from "./read-conference";
import { readRecordingCallback, readTrack, readTrim } from "./recording-attributes";
import { checkForm, warnOfChild, warnOfText } from "./schema";
import { children, flag, integer, nonEmpty, type Reading, targetOf, text, word } from "./values";
import type { DialRecording, DialVerb } from "./verbs";

/** Twilio rings at most ten nouns of one `<Dial>`. */
const MAX_NOUNS = 10;
const TIMEOUT = { fallback: 30, min: 5, max: 600 };
const TIME_LIMIT = { fallback: 14_400, min: 1, max: 14_400 };

/** Destinations that Twilio knows and the gateway does not reach. */
const UNREACHABLE = new Set("Number Sip Queue Sim Application WhatsApp".split(" "));

/** `true` and `false` are the words of older documents. */
const RECORDS: ReadonlyMap<string, Pick<DialRecording, "from" | "channels"> | undefined> = new Map([
  ["do-not-record", undefined],
  ["false", undefined],
  ["true", { from: "answer", channels: 1 }],
  ["record-from-answer", { from: "answer", channels: 1 }],
  ["record-from-ringing", { from: "ringing", channels: 1 }],
  ["record-from-answer-dual", { from: "answer", channels: 2 }],
  ["record-from-ringing-dual", { from: "ringing", channels: 2 }],
]);

const OF_RECORD = [
  "recordingTrack",
  "trim",
  "recordingStatusCallback",
  "recordingStatusCallbackMethod",
  "recordingStatusCallbackEvent",
];

/** Reads `<Dial>` and its nouns. Relative URLs are resolved against the document. */
export function readDial(dial: Element, reading: Reading): DialVerb {
  const { warn } = reading;
  checkForm(dial, warn);
  return {
    verb: "Dial",
    answerOnBridge: flag(dial, "answerOnBridge", false, warn),
    timeout: integer(dial, "timeout", TIMEOUT, warn),
    timeLimit: integer(dial, "timeLimit", TIME_LIMIT, warn),
    callerId: nonEmpty(dial, "callerId"),
    action: targetOf(dial, "action", "method", reading),
    sequential: flag(dial, "sequential", false, warn),
    hangupOnStar: flag(dial, "hangupOnStar", false, warn),
    recording: readRecord(dial, reading),
    ...readNouns(dial, reading),
  };
}

function readRecord(dial: Element, reading: Reading): DialRecording | undefined {
  const { warn } = reading;
  const record = word(dial, "record", RECORDS, "do-not-record", warn);
  if (record) {
    const track = readTrack(dial, "recordingTrack", warn);
    const trim = readTrim(dial, "do-not-trim", warn);
    return { ...record, track, trim, callback: readRecordingCallback(dial, reading) };
  }
  for (const name of OF_RECORD) {
    if (dial.hasAttribute(name)) warn(`<Dial> ${name} has no effect without record`);
  }
  return undefined;
}

type Nouns = Pick<DialVerb, "clients" | "conference" | "unreachable">;

function readNouns(dial: Element, reading: Reading): Nouns {
  const nouns = children(dial);
  if (nouns.length === 0) {
    const unreachable = text(dial) === "" ? [] : ["a phone number"];
    return { clients: [], conference: undefined, unreachable };
  }
  warnOfText(dial, reading.warn);
  const conference = nouns.find((noun) => noun.tagName === "Conference");
  return conference ? readRoom(conference, nouns, reading) : readDestinations(dial, nouns, reading);
}

/** Twilio does not allow a `<Conference>` beside other nouns. */
function readRoom(element: Element, nouns: readonly Element[], reading: Reading): Nouns {
  if (nouns.length > 1) {
    reading.warn(
      "<Dial> has <Conference> and other nouns: the conference alone counts (Twilio's warning 12200)",
    );
  }
  const conference = readConference(element, reading);
  if (conference.name === "")
    return { clients: [], conference: undefined, unreachable: ["<Conference> without a name"] };
  return { clients: [], conference, unreachable: [] };
}

function readDestinations(dial: Element, nouns: readonly Element[], reading: Reading): Nouns {
  const known = nouns.filter((noun) => {
    const isKnown = noun.tagName === "Client" || UNREACHABLE.has(noun.tagName);
    if (!isKnown) warnOfChild(dial, noun, false, reading.warn);
    return isKnown;
  });
  const clients = known.filter((noun) => noun.tagName === "Client");
  if (clients.length > MAX_NOUNS) reading.warn(`<Dial> has more than ${MAX_NOUNS} <Client>: the first count`);
  return {
    clients: clients.slice(0, MAX_NOUNS).map((client) => readClient(client, reading)),
    conference: undefined,
    unreachable: known.filter((noun) => noun.tagName !== "Client").map((noun) => `<${noun.tagName}>`),
  };
}
