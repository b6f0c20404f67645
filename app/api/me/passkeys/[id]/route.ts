import { passkeyPatchSchema } from "@/lib/contracts";
import { removePasskey, renamePasskey } from "@/lib/server/auth";
import { noContent } from "@/lib/server/http/answers";
import { readJson } from "@/lib/server/http/read-body";
import { parsePasskeyId } from "@/lib/server/routes/path-params";
import { personRoute } from "@/lib/server/routes/person-route";

export const PATCH = personRoute<"id">(async ({ session, request, params }) => {
  const { name } = await readJson(request, passkeyPatchSchema);
  await renamePasskey(session, parsePasskeyId(params.id), name);
  return noContent();
});

export const DELETE = personRoute<"id">(async ({ session, params }) => {
  await removePasskey(session, parsePasskeyId(params.id));
  return noContent();
});
