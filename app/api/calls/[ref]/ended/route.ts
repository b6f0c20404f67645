import { callEndedSchema } from "@/lib/contracts";
import { accepted } from "@/lib/server/http/answers";
import { readJson } from "@/lib/server/http/read-body";
import { leaveCall } from "@/lib/server/presence/leave-call";
import { parseRef } from "@/lib/server/routes/path-params";
import { personRoute } from "@/lib/server/routes/person-route";

export const POST = personRoute<"ref">(
  async ({ session, request, params }) => {
    const ended = await readJson(request, callEndedSchema);
    await leaveCall(session, parseRef(params.ref), ended);
    return accepted();
  },
  { counted: "by the service" },
);
