import { callEndedSchema } from "@/lib/contracts";
import { noteEnded } from "@/lib/server/calls/note-ended";
import { accepted } from "@/lib/server/http/answers";
import { readJson } from "@/lib/server/http/read-body";
import { parseRef } from "@/lib/server/routes/path-params";
import { personRoute } from "@/lib/server/routes/person-route";

export const POST = personRoute<"ref">(async ({ session, request, params }) => {
  const ended = await readJson(request, callEndedSchema);
  await noteEnded(session, parseRef(params.ref), ended);
  return accepted();
});
