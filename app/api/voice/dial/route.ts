import { webhookRoute } from "@/lib/server/routes/webhook-route";
import { takeDialResult } from "@/lib/server/voice/progress";
import { hangupTwiml } from "@/lib/server/voice/twiml";
import { dialResultSchema } from "@/lib/server/voice/webhook-params";

export const POST = webhookRoute(dialResultSchema, async (result) => {
  await takeDialResult(result);
  return hangupTwiml();
});
