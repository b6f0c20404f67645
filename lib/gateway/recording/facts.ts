/** What made a recording, in Twilio's words (https://www.twilio.com/docs/voice/api/recording#recording-properties). */
export const recordingSources = [
  "RecordVerb",
  "DialVerb",
  "Conference",
  "OutboundAPI",
  "StartCallRecordingAPI",
  "StartConferenceRecordingAPI",
  // Twilio answers with it, although its OpenAPI document does not name it.
  "StartCallRecordingTwiML",
] as const;

export type RecordingSource = (typeof recordingSources)[number];

/** Which sides of a call a recording has. */
export const recordingTracks = ["inbound", "outbound", "both"] as const;

/**
 * How far a recording has got. `processing`: it has ended, and its last second is being written. `absent`: there is no sound,
 * since nothing was heard, or nothing could be written.
 */
export const recordingStatuses = [
  "in-progress",
  "paused",
  "stopped",
  "processing",
  "completed",
  "absent",
] as const;

export type RecordingStatus = (typeof recordingStatuses)[number];

/** What happens in a pause: nothing is recorded, or silence is. */
export type PauseBehavior = "skip" | "silence";

/** What is recorded, and of which call. */
export interface RecordingRequest {
  callSid: string;
  conferenceSid: string | null;
  source: RecordingSource;
  channels: 1 | 2;
  track: (typeof recordingTracks)[number];
  /** Whether silence at the beginning and end is cut off. */
  trim: "trim-silence" | "do-not-trim";
}

/** What there is to say about a recording. Times are in ms since the epoch. */
export interface RecordingFacts {
  readonly sid: string;
  readonly callSid: string;
  readonly conferenceSid: string | null;
  readonly source: RecordingSource;
  readonly channels: 1 | 2;
  readonly track: (typeof recordingTracks)[number];
  readonly status: RecordingStatus;
  readonly startedAt: number;
  /** Exact to the sample. While it is recorded, the length so far. */
  readonly durationSeconds: number;
  readonly createdAt: number;
  readonly updatedAt: number;
  /** Twilio's code for why a recording is absent. Null here: the log says why. */
  readonly errorCode: number | null;
}
