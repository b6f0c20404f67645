import type { Element } from "@xmldom/xmldom";
import { readRecordingCallback, readTrim } from "./recording-attributes";
import { checkForm, warnOfChild } from "./schema";
import { actionOf, children, flag, integer, type Reading, warnOfValue } from "./values";
import type { RecordVerb } from "./verbs";

const TIMEOUT = { fallback: 5, min: 1, max: 14_400 };

/** An hour, unless something else is written; at most as long as a call may last. */
const MAX_LENGTH = { fallback: 3_600, min: 2, max: 14_400 };

const ANY_KEY = "1234567890*#";

/**
 * Reads `<Record>`. Relative URLs are resolved against the document. The defaults are those of
 * https://www.twilio.com/docs/voice/twiml/record.
 */
export function readRecord(record: Element, reading: Reading): RecordVerb {
  const { warn } = reading;
  checkForm(record, warn);
  for (const child of children(record)) warnOfChild(record, child, false, warn);
  return {
    verb: "Record",
    action: actionOf(record, reading),
    timeout: integer(record, "timeout", TIMEOUT, warn),
    maxLength: integer(record, "maxLength", MAX_LENGTH, warn),
    finishOnKey: readFinishOnKey(record, reading),
    playBeep: flag(record, "playBeep", true, warn),
    trim: readTrim(record, "trim-silence", warn),
    callback: readRecordingCallback(record, reading),
  };
}

/** Any number of keys. An empty value means that no key ends the recording. */
function readFinishOnKey(record: Element, { warn }: Reading): string {
  const written = record.getAttribute("finishOnKey")?.trim();
  if (written === undefined || written === "") return written ?? ANY_KEY;
  const keys = written.replace(/[^0-9*#]/g, "");
  const counts = keys === "" ? ANY_KEY : keys;
  if (counts !== written) warnOfValue(record, "finishOnKey", counts, warn);
  return counts;
}
