import { webhookRoute } from "@/lib/server/routes/webhook-route";
import { localeOf } from "@/lib/server/voice/caller-locale";
import { handleDialResult } from "@/lib/server/voice/network-reports";
import { takeMessageOf } from "@/lib/server/voice/take-message";
import { hangupTwiml } from "@/lib/server/voice/twiml";
import { dialResultSchema } from "@/lib/server/voice/webhook-params";

export const POST = webhookRoute(dialResultSchema, async (result, around) => {
  const isCallerLeft = await handleDialResult(result, around);
  const message = isCallerLeft ? await takeMessageOf(result.CallSid, localeOf(around)) : null;
  return message ?? hangupTwiml();
});
