import { noContent } from "@/lib/server/http/answers";
import { parseId } from "@/lib/server/routes/path-params";
import { personRoute } from "@/lib/server/routes/person-route";
import { markHeard } from "@/lib/server/voicemail/messages";

export const POST = personRoute<"id">(async ({ person, params }) => {
  await markHeard(person.id, parseId(params.id));
  return noContent();
});
