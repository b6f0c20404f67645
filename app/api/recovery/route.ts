import { recoverySchema } from "@/lib/contracts";
import { signInByRecovery } from "@/lib/server/auth";
import { noContent, withCookies } from "@/lib/server/http/answers";
import { readJson } from "@/lib/server/http/read-body";
import { publicRoute } from "@/lib/server/routes/public-route";

export const POST = publicRoute(async (request) => {
  const given = await readJson(request, recoverySchema);
  return withCookies(noContent(), await signInByRecovery(given, request.headers));
});
