import { webhookRoute } from "@/lib/server/routes/webhook-route";
import { routeCall } from "@/lib/server/voice/route-call";
import { voiceRequestSchema } from "@/lib/server/voice/webhook-params";

/** Seconds. A call may wait for a closed device to open (`holdMs`). */
export const maxDuration = 30;

export const POST = webhookRoute(voiceRequestSchema, routeCall);
