import { json } from "@/lib/server/http/answers";
import { personRoute } from "@/lib/server/routes/person-route";
import { createVoiceToken } from "@/lib/server/voice/voice-token";

/** Nothing of the request is read but its session cookie, so nobody can ask for somebody else's token. */
export const POST = personRoute(async ({ session }) => json(await createVoiceToken(session)), {
  counted: "by the service",
});
