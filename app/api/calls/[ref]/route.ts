import { readCall, waitForOutcome } from "@/lib/server/calls/read-call";
import { json } from "@/lib/server/http/answers";
import { parseRef } from "@/lib/server/routes/path-params";
import { personRoute } from "@/lib/server/routes/person-route";

export const GET = personRoute<"ref">(async ({ person, request, params }) => {
  const ref = parseRef(params.ref);
  const wait = new URL(request.url).searchParams.get("wait") === "1";
  return json(await (wait ? waitForOutcome(person.id, ref, request.signal) : readCall(person.id, ref)));
});
