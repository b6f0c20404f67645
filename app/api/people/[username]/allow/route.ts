import { noContent } from "@/lib/server/http/answers";
import { allow, disallow } from "@/lib/server/people/allows";
import { tellBack } from "@/lib/server/people/tell-back";
import { afterAnswer } from "@/lib/server/routes/after-answer";
import { parseUsername } from "@/lib/server/routes/path-params";
import { personRoute } from "@/lib/server/routes/person-route";

export const PUT = personRoute<"username">(async ({ person, params }) => {
  await allow(person.id, parseUsername(params.username));
  // Whom I let ring from now on sees me as here.
  afterAnswer(() => tellBack(person.id));
  return noContent();
});

export const DELETE = personRoute<"username">(async ({ person, params }) => {
  await disallow(person.id, parseUsername(params.username));
  return noContent();
});
