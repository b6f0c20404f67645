import { handle } from "@/lib/server/http";
import { statusSchema } from "@/lib/server/voice/params";
import { takeStatus } from "@/lib/server/voice/progress";
import { emptyTwiml, xml } from "@/lib/server/voice/twiml";
import { readWebhook } from "@/lib/server/voice/webhook";

export const POST = handle(
  async (request) => {
    await takeStatus(await readWebhook(request, statusSchema));
    return xml(emptyTwiml());
  },
  { signed: true },
);
