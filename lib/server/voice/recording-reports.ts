import "server-only";
import { keepRecordings } from "../voicemail/keep-recordings";
import { noteNothing, noteRecording } from "../voicemail/note-recording";
import { tellOwner } from "../voicemail/tell-owner";
import { noteTranscription } from "../voicemail/transcription";
import type { Around } from "./around";
import type { RecordedForm, RecordingStatus, TranscriptionForm } from "./webhook-params";

type Afterwards = Pick<Around, "afterwards">;

/** Applies the end of a `<Record>`: the caller has left a message. The same recording is also reported by its status. */
export async function handleRecorded(form: RecordedForm, around: Afterwards): Promise<void> {
  await note(form, around);
}

/**
 * Applies the status of a recording. A sound that is there is fetched once the report is answered, since that may take
 * longer than the voice network waits.
 */
export async function handleRecordingStatus(status: RecordingStatus, around: Afterwards): Promise<void> {
  const { CallSid, RecordingStatus } = status;
  if (RecordingStatus === "absent") await noteNothing(CallSid);
  if (RecordingStatus !== "completed") return;
  await note(status, around);
  around.afterwards(() => keepRecordings(CallSid));
}

/** Stores it, and tells its owner after the answer: a push service may take longer than the voice network waits. */
async function note(
  { CallSid, RecordingSid, RecordingDuration }: RecordedForm,
  { afterwards }: Afterwards,
): Promise<void> {
  const added = await noteRecording({
    callSid: CallSid,
    recordingSid: RecordingSid,
    seconds: RecordingDuration,
  });
  if (added !== null) afterwards(() => tellOwner(added));
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
