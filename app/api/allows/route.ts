import { jsonWithTag } from "@/lib/server/http/answers";
import { listAllowed } from "@/lib/server/people/allows";
import { personRoute } from "@/lib/server/routes/person-route";

export const GET = personRoute(async ({ person, request }) =>
  jsonWithTag(request, { people: await listAllowed(person.id) }),
);
