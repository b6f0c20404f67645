import { endAllSessions } from "@/lib/server/auth";
import { noContent } from "@/lib/server/http/answers";
import { personRoute } from "@/lib/server/routes/person-route";
import { endCallsOf } from "@/lib/server/voice/end-calls";

export const DELETE = personRoute(async ({ person }) => {
  await endCallsOf(await endAllSessions(person.id));
  return noContent();
});
