import { handle } from "@/lib/server/http";
import { dialResultSchema } from "@/lib/server/voice/params";
import { takeDialResult } from "@/lib/server/voice/progress";
import { hangupTwiml, xml } from "@/lib/server/voice/twiml";
import { readWebhook } from "@/lib/server/voice/webhook";

export const POST = handle(
  async (request) => {
    await takeDialResult(await readWebhook(request, dialResultSchema));
    return xml(hangupTwiml());
  },
  { signed: true },
);
