import { handle } from "@/lib/server/http/http";
import { readWebhook } from "@/lib/server/routes/signed-form";
import { takeStatus } from "@/lib/server/voice/progress";
import { emptyTwiml, xml } from "@/lib/server/voice/twiml";
import { statusSchema } from "@/lib/server/voice/webhook-params";

export const POST = handle(
  async (request) => {
    await takeStatus(await readWebhook(request, statusSchema));
    return xml(emptyTwiml());
  },
  { signed: true },
);
