import { guestTokenRequestSchema } from "@/lib/contracts";
import { readSecret } from "@/lib/server/guests/secret";
import { json } from "@/lib/server/http/answers";
import { clientAddress } from "@/lib/server/http/client-address";
import { readJson } from "@/lib/server/http/read-body";
import { publicRoute } from "@/lib/server/routes/public-route";
import { createGuestToken } from "@/lib/server/voice/guest-token";

export const POST = publicRoute<{ params: Promise<{ secret: string }> }>(async (request, { params }) => {
  const guest = await readJson(request, guestTokenRequestSchema);
  const { secret } = await params;
  return json(await createGuestToken(readSecret(secret), guest, clientAddress(request.headers)));
});
