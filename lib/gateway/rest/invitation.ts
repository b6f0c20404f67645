import {
  type ClientNoun,
  CONFERENCE_EVENTS,
  type ConferenceNoun,
  type DialRecording,
  PROGRESS_EVENTS,
  RECORDING_EVENTS,
  type RecordingCallback,
} from "../twiml/verbs";
import { readCallback, readChoice, readFlag, readNumber, readWords } from "./form";
import { readCoach, readMuted, readWait } from "./participant-form";
import { invalid, Refusal, restError } from "./rest-reply";

/** A call that is to be made to a client, and to join a conference when it is answered. */
export interface Invitation {
  callSid: string;
  /** As the client sees it. */
  from: string;
  client: ClientNoun;
  /** The conference, as if the client had joined it by TwiML. */
  noun: ConferenceNoun;
  /** How long it may ring, and last at all, in seconds. */
  timeout: number;
  timeLimit: number | undefined;
  /** Whether the conference is to hear the call ring. */
  earlyMedia: boolean;
  /** Whether the call, not the conference, is recorded. */
  recording: DialRecording | undefined;
}

const beeps = ["true", "false", "onEnter", "onExit"] as const;
const trims = ["trim-silence", "do-not-trim"] as const;

/** What this gateway cannot do, so that nobody waits for it. */
const impossible = ["MachineDetection", "AmdStatusCallback"];

/**
 * The call that a form asks for, with Twilio's defaults
 * (https://www.twilio.com/docs/voice/api/conference-participant-resource#create-a-participant).
 *
 * @param name of the conference
 * @throws Refusal when a field is missing or malformed, or the destination is not a client
 */
export function readInvitation(form: URLSearchParams, name: string, callSid: string): Invitation {
  const cannot = impossible.find((field) => form.has(field));
  if (cannot) throw new Refusal(invalid(`${cannot} is not supported by this gateway`));
  const from = form.get("From");
  if (!from) throw new Refusal(restError(21213));
  return {
    callSid,
    from: form.get("CallerId") || from,
    client: readClient(form),
    noun: readConference(form, name),
    timeout: readNumber(form, "Timeout", { least: 5, most: 600 }) ?? 60,
    timeLimit: readNumber(form, "TimeLimit", { least: 1, most: 86_400 }),
    earlyMedia: readFlag(form, "EarlyMedia") ?? true,
    recording: readFlag(form, "Record") ? readRecording(form) : undefined,
  };
}

/** `client:` and an identity, and after a question mark parameters for its device. */
function readClient(form: URLSearchParams): ClientNoun {
  const to = form.get("To");
  if (!to) throw new Refusal(restError(21201));
  const [, identity, query = ""] = /^client:([^?]+)(?:\?(.*))?$/s.exec(to) ?? [];
  if (identity === undefined)
    throw new Refusal(invalid("To is client:identity; this gateway calls only clients"));
  return {
    identity,
    parameters: [...new URLSearchParams(query)],
    url: undefined,
    statusCallback: readCallback(form, "StatusCallback"),
    statusCallbackEvents: readWords(form, "StatusCallbackEvent", PROGRESS_EVENTS, ["completed"]),
  };
}

function readConference(form: URLSearchParams, name: string): ConferenceNoun {
  const record = readChoice(form, "ConferenceRecord", [
    "true",
    "false",
    "record-from-start",
    "do-not-record",
  ]);
  return {
    name,
    muted: readMuted(form) ?? false,
    startConferenceOnEnter: readFlag(form, "StartConferenceOnEnter") ?? true,
    endConferenceOnExit: readFlag(form, "EndConferenceOnExit") ?? false,
    beep: readChoice(form, "Beep", beeps) ?? "true",
    wait: readWait(form) ?? "music",
    maxParticipants: readNumber(form, "MaxParticipants", { least: 2, most: 250 }) ?? 250,
    coach: readCoach(form, undefined) ?? undefined,
    label: form.get("Label") || undefined,
    record: record === "true" || record === "record-from-start",
    trim: readChoice(form, "ConferenceTrim", trims) ?? "trim-silence",
    recordingStatusCallback: readRecordingCallback(form, "ConferenceRecordingStatusCallback"),
    statusCallback: readCallback(form, "ConferenceStatusCallback"),
    statusCallbackEvents: readWords(form, "ConferenceStatusCallbackEvent", CONFERENCE_EVENTS, [
      "start",
      "end",
    ]),
  };
}

function readRecording(form: URLSearchParams): DialRecording {
  return {
    from: "answer",
    channels: readChoice(form, "RecordingChannels", ["mono", "dual"]) === "dual" ? 2 : 1,
    track: readChoice(form, "RecordingTrack", ["inbound", "outbound", "both"]) ?? "both",
    trim: readChoice(form, "Trim", trims) ?? "trim-silence",
    callback: readRecordingCallback(form, "RecordingStatusCallback"),
  };
}

function readRecordingCallback(form: URLSearchParams, field: string): RecordingCallback | undefined {
  const target = readCallback(form, field);
  const events = readWords(form, `${field}Event`, RECORDING_EVENTS, ["completed"]);
  return target && { ...target, events };
}
