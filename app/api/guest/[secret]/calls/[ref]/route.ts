import { readGuestCall, waitForGuestOutcome } from "@/lib/server/calls/guest-calls";
import { linkOfPath } from "@/lib/server/guests/find-link";
import { json } from "@/lib/server/http/answers";
import { clientAddress } from "@/lib/server/http/client-address";
import { parseRef } from "@/lib/server/routes/path-params";
import { publicRoute } from "@/lib/server/routes/public-route";

export const GET = publicRoute<{ params: Promise<{ secret: string; ref: string }> }>(
  async (request, { params }) => {
    const { secret, ref } = await params;
    const link = await linkOfPath(secret, clientAddress(request.headers));
    const wait = new URL(request.url).searchParams.get("wait") === "1";
    const call = parseRef(ref);
    return json(await (wait ? waitForGuestOutcome(link, call, request.signal) : readGuestCall(link, call)));
  },
);
