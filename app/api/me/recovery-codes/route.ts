import { proofSchema } from "@/lib/contracts";
import { confirmPerson, countRecoveryCodes, renewRecoveryCodes } from "@/lib/server/auth";
import { json } from "@/lib/server/http/answers";
import { readJson } from "@/lib/server/http/read-body";
import { personRoute } from "@/lib/server/routes/person-route";

export const GET = personRoute(async ({ person }) => json({ left: await countRecoveryCodes(person.id) }));

export const POST = personRoute(async ({ session, request }) => {
  await confirmPerson(session, await readJson(request, proofSchema), request.headers);
  return json({ recoveryCodes: await renewRecoveryCodes(session) }, 201);
});
