import { withdrawLink } from "@/lib/server/guests/links";
import { noContent } from "@/lib/server/http/answers";
import { afterAnswer } from "@/lib/server/routes/after-answer";
import { parseId } from "@/lib/server/routes/path-params";
import { personRoute } from "@/lib/server/routes/person-route";
import { endCallsOfLink } from "@/lib/server/voice/end-calls";

export const DELETE = personRoute<"id">(async ({ person, params }) => {
  const id = parseId(params.id);
  await withdrawLink(person.id, id);
  afterAnswer(() => endCallsOfLink(id));
  return noContent();
});
