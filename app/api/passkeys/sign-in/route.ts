import { passkeyUseSchema } from "@/lib/contracts";
import { signInByPasskey } from "@/lib/server/auth";
import { noContent, withCookies } from "@/lib/server/http/answers";
import { readJson } from "@/lib/server/http/read-body";
import { publicRoute } from "@/lib/server/routes/public-route";

export const POST = publicRoute(async (request) => {
  const given = await readJson(request, passkeyUseSchema);
  return withCookies(noContent(), await signInByPasskey(given, request.headers));
});
