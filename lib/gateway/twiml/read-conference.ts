import type { Element } from "@xmldom/xmldom";
import { readRecordingCallback, readTrim } from "./recording-attributes";
import { checkForm, warnOfChild } from "./schema";
import {
  children,
  flag,
  integer,
  nonEmpty,
  type Reading,
  targetOf,
  text,
  warnOfValue,
  word,
  words,
} from "./values";
import { CONFERENCE_EVENTS, type ConferenceNoun } from "./verbs";

const MAX_PARTICIPANTS = { fallback: 250, min: 2, max: 250 };

/** Twilio's limit (its error 16002). */
const MAX_LABEL_LENGTH = 128;

const BEEPS: ReadonlyMap<string, ConferenceNoun["beep"]> = new Map([
  ["true", "true"],
  ["false", "false"],
  ["onEnter", "onEnter"],
  ["onExit", "onExit"],
]);

const RECORDS: ReadonlyMap<string, boolean> = new Map([
  ["do-not-record", false],
  ["record-from-start", true],
  ["false", false],
  ["true", true],
]);

/**
 * Reads `<Conference>`. Relative URLs are resolved against the document. The defaults are those of
 * https://www.twilio.com/docs/voice/twiml/conference; without `statusCallbackEvent` no event is reported.
 */
export function readConference(conference: Element, reading: Reading): ConferenceNoun {
  const { warn } = reading;
  checkForm(conference, warn);
  for (const child of children(conference)) warnOfChild(conference, child, false, warn);
  return {
    name: text(conference),
    muted: flag(conference, "muted", false, warn),
    startConferenceOnEnter: flag(conference, "startConferenceOnEnter", true, warn),
    endConferenceOnExit: flag(conference, "endConferenceOnExit", false, warn),
    beep: word(conference, "beep", BEEPS, "true", warn),
    wait: readWait(conference, reading),
    maxParticipants: integer(conference, "maxParticipants", MAX_PARTICIPANTS, warn),
    coach: nonEmpty(conference, "coach"),
    label: readLabel(conference, reading),
    record: word(conference, "record", RECORDS, "do-not-record", warn),
    trim: readTrim(conference, "trim-silence", warn),
    recordingStatusCallback: readRecordingCallback(conference, reading),
    ...readStatusCallback(conference, reading),
  };
}

/** An empty `waitUrl` is silence, none is Twilio's music. */
function readWait(conference: Element, reading: Reading): ConferenceNoun["wait"] {
  const target = targetOf(conference, "waitUrl", "waitMethod", reading);
  return target ?? (conference.hasAttribute("waitUrl") ? "silence" : "music");
}

function readLabel(conference: Element, { warn }: Reading): string | undefined {
  const label = nonEmpty(conference, "participantLabel");
  if (label === undefined || label.length <= MAX_LABEL_LENGTH) return label;
  warnOfValue(conference, "participantLabel", undefined, warn);
  return undefined;
}

function readStatusCallback(conference: Element, reading: Reading) {
  const statusCallback = targetOf(conference, "statusCallback", "statusCallbackMethod", reading);
  const statusCallbackEvents = words(conference, "statusCallbackEvent", CONFERENCE_EVENTS, [], reading.warn);
  if (statusCallback && statusCallbackEvents.size === 0)
    reading.warn("<Conference> statusCallback has no effect without statusCallbackEvent");
  return { statusCallback, statusCallbackEvents };
}
