import { requirePerson } from "@/lib/server/auth";
import { handle, json } from "@/lib/server/http/http";
import { createVoiceToken } from "@/lib/server/voice/voice-token";

/** Nothing of the request is read but its session cookie: nobody can ask for another's token. */
export const POST = handle(async () => {
  const me = await requirePerson();
  return json(await createVoiceToken(me));
});
