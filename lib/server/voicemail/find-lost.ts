import "server-only";
import { isNull } from "drizzle-orm";
import { voicemails } from "@/lib/db";
import { logError } from "../log";
import { claimMessages } from "./claim-due";
import { listRecordings } from "./network";
import { noteNothing, noteRecording } from "./note-recording";
import { tellOwner } from "./tell-owner";

/** After so many tries without a recording, the last 15 min after the first, there is none. */
const mostTries = 5;

/**
 * Asks the voice network for the recordings of calls in which a message was to be left, and of which no report has come in
 * the time that greeting and message may take. Never rejects: a call that the network does not answer for is asked for again.
 */
export async function findLostRecordings(): Promise<void> {
  for (const { callSid, tries } of await claimMessages(isNull(voicemails.recordingSid))) {
    try {
      const recordings = await listRecordings(callSid);
      const [recording] = recordings.filter(({ status }) => status === "completed");
      if (recording) {
        const seconds = recording.seconds ?? 0;
        const found = await noteRecording({ callSid, recordingSid: recording.sid, seconds });
        if (found !== null) await tellOwner(found);
      } else if (recordings.length === 0 && tries >= mostTries) {
        await noteNothing(callSid);
      }
    } catch (error) {
      logError(`looking for the recording of ${callSid}`, error);
    }
  }
}
