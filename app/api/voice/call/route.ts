import { handle } from "@/lib/server/http/http";
import { readWebhook } from "@/lib/server/routes/signed-form";
import { answerCall } from "@/lib/server/voice/route-call";
import { xml } from "@/lib/server/voice/twiml";
import { voiceRequestSchema } from "@/lib/server/voice/webhook-params";

export const POST = handle(
  async (request) => xml(await answerCall(await readWebhook(request, voiceRequestSchema))),
  { signed: true },
);
