import { callEndedSchema } from "@/lib/contracts";
import { accepted } from "@/lib/server/http/answers";
import { readJson } from "@/lib/server/http/read-body";
import { tellBack } from "@/lib/server/people/tell-back";
import { leaveCall } from "@/lib/server/presence/leave-call";
import { afterAnswer } from "@/lib/server/routes/after-answer";
import { parseRef } from "@/lib/server/routes/path-params";
import { personRoute } from "@/lib/server/routes/person-route";

export const POST = personRoute<"ref">(
  async ({ session, request, params }) => {
    const ended = await readJson(request, callEndedSchema);
    await leaveCall(session, parseRef(params.ref), ended);
    // Who was in a call may be here again.
    afterAnswer(() => tellBack(session.person.id));
    return accepted();
  },
  { counted: "by the service" },
);
