import { callEndedSchema } from "@/lib/contracts";
import { requireSession } from "@/lib/server/auth";
import { noteEnded } from "@/lib/server/calls/note-ended";
import { parseRef } from "@/lib/server/calls/ref";
import { accepted, handle, type RouteParams, readJson } from "@/lib/server/http/http";

export const POST = handle(async (request, { params }: RouteParams<"ref">) => {
  const session = await requireSession();
  const ended = await readJson(request, callEndedSchema);
  await noteEnded(session, parseRef((await params).ref), ended);
  return accepted();
});
