import { markSeen } from "@/lib/server/calls/history";
import { noContent } from "@/lib/server/http/answers";
import { personRoute } from "@/lib/server/routes/person-route";

export const POST = personRoute(async ({ person }) => {
  await markSeen(person.id);
  return noContent();
});
