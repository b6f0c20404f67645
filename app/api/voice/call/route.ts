import { webhookRoute } from "@/lib/server/routes/webhook-route";
import { routeCall } from "@/lib/server/voice/route-call";
import { voiceRequestSchema } from "@/lib/server/voice/webhook-params";

export const POST = webhookRoute(voiceRequestSchema, routeCall);
