import { handle } from "@/lib/server/http";
import { answerCall } from "@/lib/server/voice/call";
import { voiceRequestSchema } from "@/lib/server/voice/params";
import { xml } from "@/lib/server/voice/twiml";
import { readWebhook } from "@/lib/server/voice/webhook";

export const POST = handle(
  async (request) => xml(await answerCall(await readWebhook(request, voiceRequestSchema))),
  { signed: true },
);
