import { noContent } from "@/lib/server/http/answers";
import { parseId } from "@/lib/server/routes/path-params";
import { personRoute } from "@/lib/server/routes/person-route";
import { removeMessage } from "@/lib/server/voicemail/messages";

export const DELETE = personRoute<"id">(async ({ person, params }) => {
  await removeMessage(person.id, parseId(params.id));
  return noContent();
});
