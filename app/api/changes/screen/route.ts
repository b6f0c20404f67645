import { changesScreenSchema } from "@/lib/contracts";
import { setScreen } from "@/lib/server/changes/set-screen";
import { noContent } from "@/lib/server/http/answers";
import { readJson } from "@/lib/server/http/read-body";
import { personRoute } from "@/lib/server/routes/person-route";

export const PUT = personRoute(async ({ session, request }) => {
  setScreen(session, await readJson(request, changesScreenSchema));
  return noContent();
});
