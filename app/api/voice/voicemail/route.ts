import { webhookRoute } from "@/lib/server/routes/webhook-route";
import { localeOf } from "@/lib/server/voice/caller-locale";
import { thanksTwiml } from "@/lib/server/voice/message-twiml";
import { handleRecorded } from "@/lib/server/voice/recording-reports";
import { recordedSchema } from "@/lib/server/voice/webhook-params";

/** The caller has finished a message. */
export const POST = webhookRoute(recordedSchema, async (recorded, around) => {
  await handleRecorded(recorded, around);
  return thanksTwiml(localeOf(around));
});
