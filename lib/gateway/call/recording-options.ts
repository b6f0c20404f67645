import type { RecordingSource } from "../recording/facts";
import type { RecordingCallback, RecordingTrack, Trim } from "../twiml/verbs";

/** What is recorded of a call, and who is told. */
export interface CallRecordingOptions {
  source: RecordingSource;
  channels: 1 | 2;
  track: RecordingTrack;
  trim: Trim;
  callback: RecordingCallback | undefined;
}
