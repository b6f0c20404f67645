import { noContent } from "@/lib/server/http/answers";
import { afterAnswer } from "@/lib/server/routes/after-answer";
import { parseRef } from "@/lib/server/routes/path-params";
import { personRoute } from "@/lib/server/routes/person-route";
import { declineFromClosed } from "@/lib/server/voice/decline-call";

export const POST = personRoute<"ref">(
  async ({ session, params }) => {
    await declineFromClosed(session, parseRef(params.ref), { afterwards: afterAnswer });
    return noContent();
  },
  { counted: "by the service" },
);
