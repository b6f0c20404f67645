import { mePatchSchema } from "@/lib/contracts";
import { requirePerson } from "@/lib/server/auth";
import { handle, json, readJson } from "@/lib/server/http/http";
import { changeMe, readMe } from "@/lib/server/people/me";

export const GET = handle(async () => {
  const me = await requirePerson();
  return json(await readMe(me.id));
});

export const PATCH = handle(async (request) => {
  const me = await requirePerson();
  const patch = await readJson(request, mePatchSchema);
  return json(await changeMe(me.id, patch));
});
