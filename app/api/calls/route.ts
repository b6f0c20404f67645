import { requirePerson } from "@/lib/server/auth";
import { historyQuerySchema, listCalls } from "@/lib/server/calls/history";
import { handle, json, parse } from "@/lib/server/http/http";

export const GET = handle(async (request) => {
  const me = await requirePerson();
  const query = parse(historyQuerySchema, Object.fromEntries(new URL(request.url).searchParams));
  return json(await listCalls(me.id, query));
});
