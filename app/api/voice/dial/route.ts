import { handle } from "@/lib/server/http/http";
import { readWebhook } from "@/lib/server/routes/signed-form";
import { takeDialResult } from "@/lib/server/voice/progress";
import { hangupTwiml, xml } from "@/lib/server/voice/twiml";
import { dialResultSchema } from "@/lib/server/voice/webhook-params";

export const POST = handle(
  async (request) => {
    await takeDialResult(await readWebhook(request, dialResultSchema));
    return xml(hangupTwiml());
  },
  { signed: true },
);
