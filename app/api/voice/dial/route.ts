import { webhookRoute } from "@/lib/server/routes/webhook-route";
import { handleDialResult } from "@/lib/server/voice/network-reports";
import { hangupTwiml } from "@/lib/server/voice/twiml";
import { dialResultSchema } from "@/lib/server/voice/webhook-params";

export const POST = webhookRoute(dialResultSchema, async (result, around) => {
  await handleDialResult(result, around);
  return hangupTwiml();
});
