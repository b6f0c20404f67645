import { askForAnyPasskey } from "@/lib/server/auth";
import { json } from "@/lib/server/http/answers";
import { publicRoute } from "@/lib/server/routes/public-route";

export const POST = publicRoute(async ({ headers }) => json(await askForAnyPasskey(headers)));
