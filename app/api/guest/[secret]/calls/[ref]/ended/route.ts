import { guestEndedSchema } from "@/lib/contracts";
import { noteGuestEnded } from "@/lib/server/calls/guest-calls";
import { linkOfPath } from "@/lib/server/guests/find-link";
import { accepted } from "@/lib/server/http/answers";
import { clientAddress } from "@/lib/server/http/client-address";
import { readJson } from "@/lib/server/http/read-body";
import { parseRef } from "@/lib/server/routes/path-params";
import { publicRoute } from "@/lib/server/routes/public-route";

export const POST = publicRoute<{ params: Promise<{ secret: string; ref: string }> }>(
  async (request, { params }) => {
    await readJson(request, guestEndedSchema);
    const { secret, ref } = await params;
    await noteGuestEnded(await linkOfPath(secret, clientAddress(request.headers)), parseRef(ref));
    return accepted();
  },
);
