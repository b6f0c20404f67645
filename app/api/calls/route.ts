import { historyQuerySchema, listCalls } from "@/lib/server/calls/history";
import { jsonWithTag } from "@/lib/server/http/answers";
import { parse } from "@/lib/server/http/read-body";
import { personRoute } from "@/lib/server/routes/person-route";

export const GET = personRoute(async ({ person, request }) => {
  const query = parse(historyQuerySchema, Object.fromEntries(new URL(request.url).searchParams));
  return jsonWithTag(request, await listCalls(person.id, query));
});
