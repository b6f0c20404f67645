import { noContent } from "@/lib/server/http/answers";
import { allow, disallow } from "@/lib/server/people/allows";
import { parseUsername } from "@/lib/server/routes/path-params";
import { personRoute } from "@/lib/server/routes/person-route";

export const PUT = personRoute<"username">(async ({ person, params }) => {
  await allow(person.id, parseUsername(params.username));
  return noContent();
});

export const DELETE = personRoute<"username">(async ({ person, params }) => {
  await disallow(person.id, parseUsername(params.username));
  return noContent();
});
