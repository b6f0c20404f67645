import type { RecordingFacts } from "../recording/facts";
import type { RecordingStore } from "../recording/recording-store";
import { readRecordingChange } from "./recording-form";

/**
 * Pauses, continues or stops a recording. It gives the facts as they are then.
 *
 * @throws Refusal when the form is malformed
 */
export function changeRecording(
  recordings: RecordingStore,
  sid: string,
  form: URLSearchParams,
): RecordingFacts | "not found" | "ended" {
  const change = readRecordingChange(form);
  const facts = recordings.get(sid);
  if (!facts) return "not found";
  const recording = recordings.live(sid);
  if (!recording || facts.status === "processing") return "ended";
  if (change.status === "paused") recording.pause(change.behavior);
  else if (change.status === "in-progress") recording.resume();
  // The rest is being written; to the one who has stopped it, it is stopped.
  else return { ...recording.stop(), status: "stopped" };
  return recording.facts();
}
