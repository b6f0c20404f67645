import { mePatchSchema } from "@/lib/contracts";
import { accountDeletionSchema } from "@/lib/contracts/account-data";
import { deleteAccount } from "@/lib/server/account/delete-account";
import { json, jsonWithTag, noContent } from "@/lib/server/http/answers";
import { readJson } from "@/lib/server/http/read-body";
import { changeMe, readMe } from "@/lib/server/people/me";
import { tellBack } from "@/lib/server/people/tell-back";
import { afterAnswer } from "@/lib/server/routes/after-answer";
import { personRoute } from "@/lib/server/routes/person-route";

export const GET = personRoute(async ({ person, request }) => jsonWithTag(request, await readMe(person.id)));

export const PATCH = personRoute(async ({ person, request }) => {
  const patch = await readJson(request, mePatchSchema);
  const me = await changeMe(person.id, patch);
  // Both decide who sees this person as here.
  if (patch.doNotDisturb === false || patch.callPolicy === "everyone") afterAnswer(() => tellBack(person.id));
  return json(me);
});

export const DELETE = personRoute(async ({ session, request }) => {
  await deleteAccount(session, await readJson(request, accountDeletionSchema));
  return noContent();
});
