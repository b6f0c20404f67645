import { passwordPutSchema } from "@/lib/contracts";
import { changePassword, rememberDevice } from "@/lib/server/auth";
import { noContent, withCookie } from "@/lib/server/http/answers";
import { readJson } from "@/lib/server/http/read-body";
import { personRoute } from "@/lib/server/routes/person-route";

export const PUT = personRoute(async ({ session, request }) => {
  await changePassword(session, await readJson(request, passwordPutSchema), request.headers);
  return withCookie(noContent(), await rememberDevice(request.headers, session.person.id));
});
