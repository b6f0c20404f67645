import { newPasskeySchema } from "@/lib/contracts";
import { addPasskey, listPasskeys } from "@/lib/server/auth";
import { json } from "@/lib/server/http/answers";
import { readJson } from "@/lib/server/http/read-body";
import { personRoute } from "@/lib/server/routes/person-route";

export const GET = personRoute(async ({ session }) => json(await listPasskeys(session)));

export const POST = personRoute(async ({ session, request }) => {
  const given = await readJson(request, newPasskeySchema);
  return json(await addPasskey(session, given, request.headers), 201);
});
