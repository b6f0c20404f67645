import { mePatchSchema } from "@/lib/contracts";
import { json, jsonWithTag } from "@/lib/server/http/answers";
import { readJson } from "@/lib/server/http/read-body";
import { changeMe, readMe } from "@/lib/server/people/me";
import { personRoute } from "@/lib/server/routes/person-route";

export const GET = personRoute(async ({ person, request }) => jsonWithTag(request, await readMe(person.id)));

export const PATCH = personRoute(async ({ person, request }) => {
  const patch = await readJson(request, mePatchSchema);
  return json(await changeMe(person.id, patch));
});
