import { webhookRoute } from "@/lib/server/routes/webhook-route";
import { handleRecordingStatus } from "@/lib/server/voice/recording-reports";
import { emptyTwiml } from "@/lib/server/voice/twiml";
import { recordingStatusSchema } from "@/lib/server/voice/webhook-params";

/** The sound of a message is there, or there is none. */
export const POST = webhookRoute(recordingStatusSchema, async (status, around) => {
  await handleRecordingStatus(status, around);
  return emptyTwiml();
});
