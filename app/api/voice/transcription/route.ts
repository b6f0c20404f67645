import { webhookRoute } from "@/lib/server/routes/webhook-route";
import { handleTranscription } from "@/lib/server/voice/recording-reports";
import { emptyTwiml } from "@/lib/server/voice/twiml";
import { transcriptionSchema } from "@/lib/server/voice/webhook-params";

/** A message has been written down. */
export const POST = webhookRoute(transcriptionSchema, async (form) => {
  await handleTranscription(form);
  return emptyTwiml();
});
