import { jsonWithTag } from "@/lib/server/http/answers";
import { findPerson } from "@/lib/server/people/directory";
import { parseUsername } from "@/lib/server/routes/path-params";
import { personRoute } from "@/lib/server/routes/person-route";

export const GET = personRoute<"username">(async ({ person, params, request }) => {
  const username = parseUsername(params.username);
  return jsonWithTag(request, { person: await findPerson(person.id, username) });
});
