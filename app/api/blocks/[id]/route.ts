import { noContent } from "@/lib/server/http/answers";
import { unblock } from "@/lib/server/people/blocks";
import { tellBack } from "@/lib/server/people/tell-back";
import { afterAnswer } from "@/lib/server/routes/after-answer";
import { personRoute } from "@/lib/server/routes/person-route";

export const DELETE = personRoute<"id">(async ({ person, params }) => {
  await unblock(person.id, params.id);
  // Whom I let ring again sees me as here.
  afterAnswer(() => tellBack(person.id));
  return noContent();
});
