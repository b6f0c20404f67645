import { endAllSessions } from "@/lib/server/auth";
import { noContent } from "@/lib/server/http/answers";
import { personRoute } from "@/lib/server/routes/person-route";

export const DELETE = personRoute(async ({ person }) => {
  await endAllSessions(person.id);
  return noContent();
});
