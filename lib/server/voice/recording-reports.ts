import "server-only";
import { keepRecordings } from "../voicemail/keep-recordings";
import { noteNothing, noteRecording } from "../voicemail/note-recording";
import { noteTranscription } from "../voicemail/transcription";
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
 * Applies the status of a recording. Returns what is to be done once the report is answered: a sound that is there is
 * fetched, which may take longer than the voice network waits.
 */
export async function handleRecordingStatus(status: RecordingStatus): Promise<(() => Promise<void>) | null> {
  const { CallSid, RecordingSid, RecordingStatus, RecordingDuration } = status;
  if (RecordingStatus === "absent") await noteNothing(CallSid);
  if (RecordingStatus !== "completed") return null;
  await noteRecording({ callSid: CallSid, recordingSid: RecordingSid, seconds: RecordingDuration });
  return () => keepRecordings(CallSid);
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
