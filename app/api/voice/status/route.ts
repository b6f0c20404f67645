import { webhookRoute } from "@/lib/server/routes/webhook-route";
import { takeStatus } from "@/lib/server/voice/progress";
import { emptyTwiml } from "@/lib/server/voice/twiml";
import { statusSchema } from "@/lib/server/voice/webhook-params";

export const POST = webhookRoute(statusSchema, async (report) => {
  await takeStatus(report);
  return emptyTwiml();
});
