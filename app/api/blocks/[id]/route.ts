import { noContent } from "@/lib/server/http/answers";
import { unblock } from "@/lib/server/people/blocks";
import { personRoute } from "@/lib/server/routes/person-route";

export const DELETE = personRoute<"id">(async ({ person, params }) => {
  await unblock(person.id, params.id);
  return noContent();
});
