import { afterAnswer } from "@/lib/server/routes/after-answer";
import { webhookRoute } from "@/lib/server/routes/webhook-route";
import { handleRecordingStatus } from "@/lib/server/voice/recording-reports";
import { emptyTwiml } from "@/lib/server/voice/twiml";
import { recordingStatusSchema } from "@/lib/server/voice/webhook-params";

/** The sound of a message is there, or there is none. */
export const POST = webhookRoute(recordingStatusSchema, async (status) => {
  const work = await handleRecordingStatus(status);
  if (work) afterAnswer(work);
  return emptyTwiml();
});
