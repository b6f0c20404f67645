import { json } from "@/lib/server/http/answers";
import { findPerson } from "@/lib/server/people/directory";
import { parseUsername } from "@/lib/server/routes/path-params";
import { personRoute } from "@/lib/server/routes/person-route";

export const GET = personRoute<"username">(async ({ person, params }) => {
  const username = parseUsername(params.username);
  return json({ person: await findPerson(person.id, username) });
});
