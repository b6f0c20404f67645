import { webhookRoute } from "@/lib/server/routes/webhook-route";
import { handleStatusReport } from "@/lib/server/voice/network-reports";
import { emptyTwiml } from "@/lib/server/voice/twiml";
import { statusSchema } from "@/lib/server/voice/webhook-params";

export const POST = webhookRoute(statusSchema, async (report, around) => {
  await handleStatusReport(report, around);
  return emptyTwiml();
});
