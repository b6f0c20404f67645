import { endAllSessions, listDevices } from "@/lib/server/auth";
import { jsonWithTag, noContent } from "@/lib/server/http/answers";
import { personRoute } from "@/lib/server/routes/person-route";
import { endCallsOf } from "@/lib/server/voice/end-calls";

export const GET = personRoute(async ({ session, request }) =>
  jsonWithTag(request, { sessions: await listDevices(session) }),
);

export const DELETE = personRoute(async ({ person }) => {
  await endCallsOf(await endAllSessions(person.id));
  return noContent();
});
