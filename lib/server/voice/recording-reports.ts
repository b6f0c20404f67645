import "server-only";
import { keepRecordings } from "../voicemail/keep-recordings";
import { noteNothing, noteRecording } from "../voicemail/note-recording";
import { noteTranscription } from "../voicemail/transcription";
import type { Around } from "./around";
import type { RecordedForm, RecordingStatus, TranscriptionForm } from "./webhook-params";

/** Applies the end of a `<Record>`: the caller has left a message. The same recording is also reported by its status. */
export async function handleRecorded({
  CallSid,
  RecordingSid,
  RecordingDuration,
}: RecordedForm): Promise<void> {
  await noteRecording({ callSid: CallSid, recordingSid: RecordingSid, seconds: RecordingDuration });
}

/**
 * Applies the status of a recording. A sound that is there is fetched once the report is answered, since that may take
 * longer than the voice network waits.
 */
export async function handleRecordingStatus(
  status: RecordingStatus,
  { afterwards }: Pick<Around, "afterwards">,
): Promise<void> {
  const { CallSid, RecordingSid, RecordingStatus, RecordingDuration } = status;
  if (RecordingStatus === "absent") await noteNothing(CallSid);
  if (RecordingStatus !== "completed") return;
  await noteRecording({ callSid: CallSid, recordingSid: RecordingSid, seconds: RecordingDuration });
  afterwards(() => keepRecordings(CallSid));
}

/** Applies what was written down of a message. */
export async function handleTranscription(form: TranscriptionForm): Promise<void> {
  const { RecordingSid, TranscriptionSid, TranscriptionStatus, TranscriptionText } = form;
  if (TranscriptionStatus !== "completed") return;
  await noteTranscription({
    recordingSid: RecordingSid,
    transcriptionSid: TranscriptionSid,
    text: TranscriptionText,
  });
}
