import { passwordChangeSchema } from "@/lib/contracts";
import { changePassword } from "@/lib/server/auth";
import { noContent } from "@/lib/server/http/answers";
import { readJson } from "@/lib/server/http/read-body";
import { personRoute } from "@/lib/server/routes/person-route";

export const PUT = personRoute(async ({ session, request }) => {
  await changePassword(session, await readJson(request, passwordChangeSchema));
  return noContent();
});
