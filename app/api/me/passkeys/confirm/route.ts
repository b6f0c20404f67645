import { askForOwnPasskey } from "@/lib/server/auth";
import { json } from "@/lib/server/http/answers";
import { personRoute } from "@/lib/server/routes/person-route";

export const POST = personRoute(async ({ session, request }) =>
  json(await askForOwnPasskey(session, request.headers)),
);
