import { presenceBeatSchema } from "@/lib/contracts";
import { noContent } from "@/lib/server/http/answers";
import { readJson } from "@/lib/server/http/read-body";
import { tellBack } from "@/lib/server/people/tell-back";
import { storeBeat } from "@/lib/server/presence/presence";
import { afterAnswer } from "@/lib/server/routes/after-answer";
import { personRoute } from "@/lib/server/routes/person-route";
import { runUpkeep } from "@/lib/server/upkeep/run-upkeep";

export const POST = personRoute(
  async ({ session, request }) => {
    const isChanged = await storeBeat(session, await readJson(request, presenceBeatSchema));
    // The tab says that its phone is ready once this is answered.
    if (isChanged) afterAnswer(() => tellBack(session.person.id));
    afterAnswer(() => runUpkeep());
    return noContent();
  },
  { counted: "by the service" },
);
