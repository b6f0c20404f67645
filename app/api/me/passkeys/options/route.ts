import { proofSchema } from "@/lib/contracts";
import { askForNewPasskey } from "@/lib/server/auth";
import { json } from "@/lib/server/http/answers";
import { readJson } from "@/lib/server/http/read-body";
import { personRoute } from "@/lib/server/routes/person-route";

export const POST = personRoute(async ({ session, request }) => {
  const proof = await readJson(request, proofSchema);
  return json(await askForNewPasskey(session, proof, request.headers));
});
