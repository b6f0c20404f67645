import type { RequestMethod } from "../account/applications";
import type { PauseBehavior, RecordingFacts, RecordingRequest } from "../recording/facts";
import { recordingTracks } from "../recording/facts";
import { readMethod, readUrl } from "./form";
import { invalid, Refusal } from "./rest-reply";

/** The events of `RecordingStatusCallbackEvent`. */
const recordingEvents = ["in-progress", "completed", "absent"] as const;

/** How a call is recorded that REST asks for. */
export interface CallRecordingOptions extends Pick<RecordingRequest, "channels" | "track" | "trim"> {
  /** Where its states are reported, and which of them. */
  callback:
    | { url: string; method: RequestMethod; events: ReadonlySet<(typeof recordingEvents)[number]> }
    | undefined;
}

/**
 * Begins to record a call. It gives the facts of the new recording; "not eligible": the call is unknown, or not answered, or has
 * ended; "full": the store has no room.
 */
export type StartRecording = (
  callSid: string,
  options: CallRecordingOptions,
) => RecordingFacts | "not eligible" | "full";

/** What becomes of a recording. */
export type RecordingChange =
  | { status: "paused"; behavior: PauseBehavior }
  | { status: "in-progress" }
  | { status: "stopped" };

/**
 * The options in the form that begins a recording, with Twilio's defaults
 * (https://www.twilio.com/docs/voice/api/recording#create-a-recording-resource).
 *
 * @throws Refusal when one is malformed, or not known here
 */
export function readRecordingOptions(form: URLSearchParams): CallRecordingOptions {
  const url = readUrl(form, "RecordingStatusCallback");
  const method = readMethod(form, "RecordingStatusCallbackMethod") ?? "POST";
  const events = readEvents(form);
  const options = {
    channels: readWord(form, "RecordingChannels", ["mono", "dual"]) === "dual" ? (2 as const) : (1 as const),
    track: readWord(form, "RecordingTrack", recordingTracks) ?? "both",
    trim: readWord(form, "Trim", ["trim-silence", "do-not-trim"]) ?? "do-not-trim",
    callback: url ? { url, method, events } : undefined,
  };
  refuseOthers(form, [
    "RecordingStatusCallback",
    "RecordingStatusCallbackMethod",
    "RecordingStatusCallbackEvent",
    "RecordingChannels",
    "RecordingTrack",
    "Trim",
  ]);
  return options;
}

/**
 * What a form makes of a recording. In a pause it records silence unless the form says otherwise
 * (https://www.twilio.com/docs/voice/api/recording#update-a-recording-resource).
 *
 * @throws Refusal when the form is malformed
 */
export function readRecordingChange(form: URLSearchParams): RecordingChange {
  const status = readWord(form, "Status", ["paused", "in-progress", "stopped"]);
  const behavior = readWord(form, "PauseBehavior", ["skip", "silence"]) ?? "silence";
  refuseOthers(form, ["Status", "PauseBehavior"]);
  if (status === undefined) throw new Refusal(invalid("Status is paused, in-progress or stopped"));
  return status === "paused" ? { status, behavior } : { status };
}

/** Separate fields, or one with spaces between. */
function readEvents(form: URLSearchParams): ReadonlySet<(typeof recordingEvents)[number]> {
  const field = "RecordingStatusCallbackEvent";
  const words = form.getAll(field).flatMap((text) => text.split(/[\s,]+/).filter(Boolean));
  if (words.length === 0) return new Set(["completed"]);
  return new Set(words.map((word) => oneOf(recordingEvents, word, field)));
}

function readWord<T extends string>(
  form: URLSearchParams,
  field: string,
  words: readonly T[],
): T | undefined {
  const text = form.get(field);
  return text === null ? undefined : oneOf(words, text, field);
}

function oneOf<T extends string>(words: readonly T[], text: string, field: string): T {
  const found = words.find((word) => word === text);
  if (found === undefined) throw new Refusal(invalid(`${field} is one of ${words.join(", ")}`));
  return found;
}

function refuseOthers(form: URLSearchParams, known: readonly string[]): void {
  const other = [...form.keys()].find((name) => !known.includes(name));
  if (other !== undefined)
    throw new Refusal(invalid(`this gateway does not know ${other.slice(0, 40)} here`));
}
