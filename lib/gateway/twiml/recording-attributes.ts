import type { Element } from "@xmldom/xmldom";
import { nonEmpty, type Reading, targetOf, type Warn, word, words } from "./values";
import { RECORDING_EVENTS, type RecordingCallback, type RecordingTrack, type Trim } from "./verbs";

/** Twilio takes `true` and `false` too (its error 13239). */
const TRIMS: ReadonlyMap<string, Trim> = new Map([
  ["trim-silence", "trim-silence"],
  ["do-not-trim", "do-not-trim"],
  ["true", "trim-silence"],
  ["false", "do-not-trim"],
]);

const TRACKS: ReadonlyMap<string, RecordingTrack> = new Map([
  ["both", "both"],
  ["inbound", "inbound"],
  ["outbound", "outbound"],
]);

/** The attribute `trim`. Its default is not the same everywhere. */
export function readTrim(element: Element, fallback: Trim, warn: Warn): Trim {
  return word(element, "trim", TRIMS, fallback, warn);
}

/** The attribute that says which side is recorded. */
export function readTrack(element: Element, name: string, warn: Warn): RecordingTrack {
  return word(element, name, TRACKS, "both", warn);
}

/** `recordingStatusCallback`, its method and its events. Without the latter Twilio reports `completed` alone. */
export function readRecordingCallback(element: Element, reading: Reading): RecordingCallback | undefined {
  const target = targetOf(element, "recordingStatusCallback", "recordingStatusCallbackMethod", reading);
  if (target) {
    const events = words(
      element,
      "recordingStatusCallbackEvent",
      RECORDING_EVENTS,
      ["completed"],
      reading.warn,
    );
    return { ...target, events };
  }
  if (nonEmpty(element, "recordingStatusCallbackEvent")) {
    reading.warn(
      `<${element.tagName}> recordingStatusCallbackEvent has no effect without recordingStatusCallback`,
    );
  }
  return undefined;
}
