import type { FormParams } from "../webhook/signature";

/** How one `<Client>` or a whole `<Dial>` ended, as in `CallStatus` and `DialCallStatus`. */
export type DialStatus = "completed" | "busy" | "no-answer" | "failed" | "canceled";

/** How a `<Dial>` ended. */
export interface DialOutcome {
  status: DialStatus | "answered";
  /** CallSid of the child that was connected, else of the first. Undefined when the `<Dial>` had no children. */
  sid: string | undefined;
  /** From the answer to the end; 0 without an answer. */
  seconds: number;
  /** Whether the caller was connected. */
  bridged: boolean;
  /** What was recorded, if anything. */
  recording?: RecordingFacts | undefined;
}

/** A recording as an action learns of it. */
export interface RecordingFacts {
  sid: string;
  url: string;
  seconds: number;
}

/** What a `<Gather>` got. */
export interface GatherOutcome {
  digits: string;
  /** The key that ended it; empty: none did. */
  finishedOnKey: string;
}

/** What a `<Record>` got. */
export interface RecordOutcome {
  /** Undefined: nobody said anything. */
  recording: RecordingFacts | undefined;
  /** The key that ended it, or `hangup`; empty: neither. */
  digits: string;
}

/** The parameters of `<Gather action>`, besides those of the call (https://www.twilio.com/docs/voice/twiml/gather). */
export function gatherParams({ digits, finishedOnKey }: GatherOutcome): FormParams {
  return [
    ["Digits", digits],
    ["FinishedOnKey", finishedOnKey],
    ["msg", "Gather End"],
  ];
}

/** The parameters of `<Record action>`, besides those of the call (https://www.twilio.com/docs/voice/twiml/record). */
export function recordParams({ recording, digits }: RecordOutcome): FormParams {
  return [...recordingFactsParams(recording), ...(digits === "" ? [] : [["Digits", digits] as const])];
}

function recordingFactsParams(recording: RecordingFacts | undefined): FormParams {
  if (!recording) return [];
  return [
    ["RecordingUrl", recording.url],
    ["RecordingSid", recording.sid],
    ["RecordingDuration", String(recording.seconds)],
  ];
}

/** The statuses in the order of how much they say about the call, most first. */
const BY_MEANING: readonly DialStatus[] = ["completed", "busy", "no-answer", "canceled", "failed"];

/** The status of a `<Dial>` whose children have all ended. A `<Dial>` without children has failed. */
export function overall(statuses: readonly DialStatus[]): DialStatus {
  return BY_MEANING.find((status) => statuses.includes(status)) ?? "failed";
}

/** The parameters of `<Dial action>`, besides those of the call. */
export function dialParams({ status, sid, seconds, bridged, recording }: DialOutcome): FormParams {
  return [
    ["DialCallStatus", status],
    ...(sid === undefined ? [] : [["DialCallSid", sid] as const]),
    ...(bridged ? [["DialCallDuration", String(seconds)] as const] : []),
    ["DialBridged", String(bridged)],
    ...recordingFactsParams(recording),
  ];
}
