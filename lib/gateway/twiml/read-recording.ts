import type { Element } from "@xmldom/xmldom";
import { readRecordingCallback, readTrack, readTrim } from "./recording-attributes";
import { checkForm, STOPPED_RECORDING, warnOfChild } from "./schema";
import { children, type Reading, word } from "./values";
import type { StartRecordingVerb, Verb } from "./verbs";

/** What may be started and stopped besides a recording. The gateway supports none of them. */
const UNSUPPORTED = new Set(["Stream", "Siprec", "Transcription"]);

const CHANNELS: ReadonlyMap<string, 1 | 2> = new Map([
  ["mono", 1],
  ["dual", 2],
]);

/** Reads `<Start>`: a verb for each of its children. Relative URLs are resolved against the document. */
export function readStart(start: Element, reading: Reading): Verb[] {
  return readChildren(start, reading, (recording) => readRecording(recording, reading));
}

/** Reads `<Stop>`: a verb for each of its children. */
export function readStop(stop: Element, reading: Reading): Verb[] {
  return readChildren(stop, reading, (recording) => {
    checkForm(recording, reading.warn, STOPPED_RECORDING);
    for (const child of children(recording)) warnOfChild(recording, child, false, reading.warn);
    return { verb: "StopRecording" };
  });
}

function readChildren(
  parent: Element,
  { warn }: Reading,
  readRecording: (recording: Element) => Verb,
): Verb[] {
  checkForm(parent, warn);
  const inner = children(parent);
  if (inner.length === 0) warn(`<${parent.tagName}> is empty and is skipped (Twilio's warning 12200)`);
  return inner.flatMap((child): Verb[] => {
    if (child.tagName === "Recording") return [readRecording(child)];
    if (UNSUPPORTED.has(child.tagName)) return [{ verb: "Unsupported", name: child.tagName }];
    warnOfChild(parent, child, false, warn);
    return [];
  });
}

/** The defaults are those of https://www.twilio.com/docs/voice/twiml/recording. */
function readRecording(recording: Element, reading: Reading): StartRecordingVerb {
  checkForm(recording, reading.warn);
  for (const child of children(recording)) warnOfChild(recording, child, false, reading.warn);
  return {
    verb: "StartRecording",
    channels: word(recording, "channels", CHANNELS, "dual", reading.warn),
    track: readTrack(recording, "track", reading.warn),
    trim: readTrim(recording, "trim-silence", reading.warn),
    callback: readRecordingCallback(recording, reading),
  };
}
