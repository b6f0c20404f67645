import { requirePerson } from "@/lib/server/auth";
import { readCall, waitForOutcome } from "@/lib/server/calls/read-call";
import { parseRef } from "@/lib/server/calls/ref";
import { handle, json, type RouteParams } from "@/lib/server/http/http";

export const GET = handle(async (request, { params }: RouteParams<"ref">) => {
  const me = await requirePerson();
  const ref = parseRef((await params).ref);
  const wait = new URL(request.url).searchParams.get("wait") === "1";
  return json(await (wait ? waitForOutcome(me.id, ref, request.signal) : readCall(me.id, ref)));
});
