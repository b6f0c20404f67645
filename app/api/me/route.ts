import { mePatchSchema } from "@/lib/contracts";
import { accountDeletionSchema } from "@/lib/contracts/account-data";
import { deleteAccount } from "@/lib/server/account/delete-account";
import { json, jsonWithTag, noContent } from "@/lib/server/http/answers";
import { readJson } from "@/lib/server/http/read-body";
import { changeMe, readMe } from "@/lib/server/people/me";
import { personRoute } from "@/lib/server/routes/person-route";

export const GET = personRoute(async ({ person, request }) => jsonWithTag(request, await readMe(person.id)));

export const PATCH = personRoute(async ({ person, request }) => {
  const patch = await readJson(request, mePatchSchema);
  return json(await changeMe(person.id, patch));
});

export const DELETE = personRoute(async ({ session, request }) => {
  await deleteAccount(session, await readJson(request, accountDeletionSchema));
  return noContent();
});
