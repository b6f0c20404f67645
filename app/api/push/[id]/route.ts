import { noContent } from "@/lib/server/http/answers";
import { removePush } from "@/lib/server/push/subscriptions";
import { parsePushId } from "@/lib/server/routes/path-params";
import { personRoute } from "@/lib/server/routes/person-route";

export const DELETE = personRoute<"id">(async ({ session, params }) => {
  await removePush(session, parsePushId(params.id));
  return noContent();
});
