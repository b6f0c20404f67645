import { sound } from "@/lib/server/http/sound";
import { parseId } from "@/lib/server/routes/path-params";
import { publicRoute } from "@/lib/server/routes/public-route";
import { readGreeting } from "@/lib/server/voicemail/greeting";

interface Context {
  params: Promise<{ id: string }>;
}

/**
 * A person's greeting, for `<Play>`. The id is random and known to the voice network alone, which has no session. Twilio
 * signs this request too, the local gateway does not.
 */
export const GET = publicRoute<Context>(
  async (request, { params }) => sound(request, await readGreeting(parseId((await params).id))),
  { refusesForgeries: true },
);
