import { presenceBeatSchema } from "@/lib/contracts";
import { noContent } from "@/lib/server/http/answers";
import { readJson } from "@/lib/server/http/read-body";
import { storeBeat } from "@/lib/server/presence/presence";
import { personRoute } from "@/lib/server/routes/person-route";
import { keepHouse } from "@/lib/server/upkeep/keep-house";

export const POST = personRoute(async ({ session, request }) => {
  await storeBeat(session, await readJson(request, presenceBeatSchema));
  await keepHouse();
  return noContent();
});
